#pragma once
#include <concepts>
#include <cstdint>
#include <initializer_list>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/date.hpp"
#include "base/decimal.hpp"
#include "base/result.hpp"
#include "base/strong_id.hpp"

namespace luoshi::json {

/// Writes compact JSON in call order, straight into one string. Ids and decimals are written as strings.
class Writer {
public:
    Writer() = default;
    /// For a text of about this many bytes: memory is asked for once.
    explicit Writer(std::size_t expected) { out_.reserve(expected); }
    Writer& begin_object();
    Writer& end_object();
    Writer& begin_array();
    Writer& end_array();
    Writer& key(std::string_view name);

    Writer& value(std::string_view text);
    Writer& value(const char* text) { return value(std::string_view{text}); }
    Writer& value(const std::string& text) { return value(std::string_view{text}); }
    template <std::integral T>
    Writer& value(T number) {
        if constexpr (std::unsigned_integral<T>) {
            return unsigned_number(number);
        } else {
            return signed_number(number);
        }
    }
    Writer& value(bool flag);
    Writer& value(base::Decimal number) { return value(number.text()); }
    Writer& value(base::Date date) { return value(base::date_text(date)); }
    Writer& value(base::Moment moment) { return value(base::moment_text(moment)); }
    template <class Tag>
    Writer& value(base::StrongId<Tag> id) {
        return quoted_number(id.value());
    }
    template <class T>
    Writer& value(const std::optional<T>& maybe) {
        return maybe ? value(*maybe) : null();
    }
    Writer& null();
    /// Inserts JSON text as it is; the caller answers for its being one valid value.
    Writer& raw(std::string_view json);

    template <class T>
    Writer& field(std::string_view name, const T& v) {
        key(name);
        return value(v);
    }

    const std::string& text() const { return out_; }
    std::string take() { return std::move(out_); }

private:
    Writer& signed_number(std::int64_t number);
    Writer& quoted_number(std::int64_t number);
    Writer& unsigned_number(std::uint64_t number);
    void separate();
    void quote(std::string_view text);
    std::string out_;
    bool fresh_ = true;  ///< the next value needs no comma: nothing written yet in this object or array, or a key just before
};

/// Reads a JSON object of a request declaratively and collects every field error; unknown members are errors.
/// A getter returns a harmless default when the field is missing or wrong: check finish() before using anything.
class Reader {
public:
    /// Parses `text`; a syntax error becomes finish()'s error with line and column.
    explicit Reader(std::string_view text);
    Reader(Reader&&) noexcept;
    ~Reader();

    bool has(std::string_view name) const;      ///< present, even when null
    bool is_null(std::string_view name) const;  ///< present and null

    /// A required text that is not blank; length in code points. Control characters other than tab and line breaks are refused.
    std::string text(std::string_view name, std::size_t max_characters = 200);
    /// Nothing when missing or null; may be empty.
    std::optional<std::string> opt_text(std::string_view name, std::size_t max_characters = 4000);
    std::int64_t integer(std::string_view name, std::int64_t least, std::int64_t most);
    std::optional<std::int64_t> opt_integer(std::string_view name, std::int64_t least, std::int64_t most);
    /// A decimal is written as a string ("12.5"); a JSON number is accepted when its literal is exact.
    base::Decimal decimal(std::string_view name);
    std::optional<base::Decimal> opt_decimal(std::string_view name);
    base::Date date(std::string_view name);
    std::optional<base::Date> opt_date(std::string_view name);
    std::int64_t id(std::string_view name);
    std::optional<std::int64_t> opt_id(std::string_view name);
    bool flag(std::string_view name, bool otherwise);
    /// One of the listed words.
    std::string choice(std::string_view name, std::initializer_list<std::string_view> words);
    std::optional<std::string> opt_choice(std::string_view name, std::initializer_list<std::string_view> words);
    /// A required member that is an object; it shares this reader's error list.
    Reader object(std::string_view name);
    std::optional<Reader> opt_object(std::string_view name);
    /// Members of an array of objects; each shares this reader's error list. Empty when missing.
    std::vector<Reader> objects(std::string_view name, std::size_t most = 1000);
    /// Members of an array of strings or of ids; empty when missing.
    std::vector<std::string> texts(std::string_view name, std::size_t most = 1000, std::size_t max_characters = 4000);
    std::vector<std::int64_t> ids(std::string_view name, std::size_t most = 1000);
    /// A rule over fields found wrong by the caller.
    void fail(std::string_view name, std::string code, std::string message);

    /// Every error found so far, together, as one BadInput error "request.invalid"; done when there is none.
    base::Status finish();
    /// The same errors as values, for a caller that adds rules of its own; an Error when the text is no
    /// JSON object.
    base::Result<std::vector<base::FieldError>> unread();

private:
    struct Impl;
    struct Node;
    explicit Reader(std::unique_ptr<Impl> impl);
    std::optional<std::int64_t> id_of(const Node& node, const std::string& path);
    std::optional<std::string> text_of(const Node& node, const std::string& path, std::size_t max_characters);
    std::unique_ptr<Impl> impl_;
};

}  // namespace luoshi::json
