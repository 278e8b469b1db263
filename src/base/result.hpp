#pragma once
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "base/phrase.hpp"

namespace luoshi::base {

/// What kind of refusal an Error is; http maps each to one status.
enum class Category {
    BadInput,         ///< 400: malformed or invalid input
    Unauthenticated,  ///< 401
    Forbidden,        ///< 403
    NotFound,         ///< 404
    Conflict,         ///< 409: the state of the thing forbids it
    VersionMismatch,  ///< 412: somebody else changed it meanwhile
    TooLarge,         ///< 413
    UnsupportedType,  ///< 415
    TooManyRequests,  ///< 429
    Unavailable,      ///< 503
};

/// One wrong field of a request. `path` is a JSON pointer ("/values/0/value") or "file:line:column" for files.
struct FieldError {
    std::string path;
    std::string code;
    std::string message;       ///< Chinese: what is wrong and what to do
    PhraseParams params = {};  ///< what stands in the message, for interfaces in other languages
};
inline FieldError field_error(std::string path, Phrase said) {
    return {std::move(path), std::move(said.code), std::move(said.text), std::move(said.params)};
}

/// All that is wrong with a request, told at once: values of a wrong form, then broken rules of the fields whose form is right.
inline std::vector<FieldError> all_errors(std::vector<FieldError> form, std::vector<FieldError> rules) {
    const std::size_t read = form.size();
    for (FieldError& rule : rules) {
        bool unread = false;
        for (std::size_t i = 0; i < read; ++i) {
            unread = unread || form[i].path == rule.path;
        }
        if (!unread) {
            form.push_back(std::move(rule));
        }
    }
    return form;
}

/// A failure the user can cause and repair. Faults (lost connection, broken invariant) are exceptions.
struct Error {
    Category category = Category::BadInput;
    std::string code;     ///< stable, "module.reason"
    std::string message;  ///< Chinese: what is wrong, where, what to do
    std::vector<FieldError> fields;
    std::string detail_json;   ///< extra JSON member "detail" (e.g. both texts of an edit conflict); empty when none
    PhraseParams params = {};  ///< what stands in the message, for interfaces in other languages
};

/// A value or an Error; dropping one does not compile. Shaped like std::expected.
template <class T>
class [[nodiscard]] Result {
public:
    Result(T value) : state_(std::in_place_index<0>, std::move(value)) {}
    Result(Error error) : state_(std::in_place_index<1>, std::move(error)) {}

    bool has_value() const { return state_.index() == 0; }
    explicit operator bool() const { return has_value(); }
    T& value() & { return std::get<0>(state_); }
    const T& value() const& { return std::get<0>(state_); }
    T&& value() && { return std::get<0>(std::move(state_)); }
    T& operator*() & { return value(); }
    const T& operator*() const& { return value(); }
    T&& operator*() && { return std::move(*this).value(); }
    T* operator->() { return &value(); }
    const T* operator->() const { return &value(); }
    Error& error() & { return std::get<1>(state_); }
    const Error& error() const& { return std::get<1>(state_); }
    Error&& error() && { return std::get<1>(std::move(state_)); }

private:
    std::variant<T, Error> state_;
};

/// Success without a value.
struct Done {};
using Status = Result<Done>;

inline Error bad_input(std::string code, std::string message) { return {Category::BadInput, std::move(code), std::move(message), {}, {}}; }
inline Error forbidden(std::string code, std::string message) { return {Category::Forbidden, std::move(code), std::move(message), {}, {}}; }
inline Error not_found(std::string code, std::string message) { return {Category::NotFound, std::move(code), std::move(message), {}, {}}; }
inline Error conflict(std::string code, std::string message) { return {Category::Conflict, std::move(code), std::move(message), {}, {}}; }

/// The same with what stands in the sentence.
inline Error refused(Category category, Phrase said) {
    return {category, std::move(said.code), std::move(said.text), {}, {}, std::move(said.params)};
}
inline Error bad_input(Phrase said) { return refused(Category::BadInput, std::move(said)); }
inline Error conflict(Phrase said) { return refused(Category::Conflict, std::move(said)); }

}  // namespace luoshi::base

/// Evaluates a Result expression; returns its error from the enclosing function, or binds its value to `name`.
#define LUOSHI_TRY(name, expression)             \
    auto name##_result = (expression);           \
    if (!name##_result.has_value()) {            \
        return std::move(name##_result).error(); \
    }                                            \
    [[maybe_unused]] auto& name = name##_result.value()
