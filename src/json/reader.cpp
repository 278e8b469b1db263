#include <fmt/format.h>

#include <algorithm>
#include <boost/json/basic_parser_impl.hpp>
#include <charconv>

#include "json/json.hpp"

namespace luoshi::json {
namespace {

constexpr std::size_t kMaxDepth = 32;
constexpr std::size_t kMaxFieldErrors = 100;

std::size_t code_points(std::string_view text) {
    return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) { return (c & '\xC0') != '\x80'; }));
}

bool is_blank(std::string_view text) {
    constexpr std::string_view kIdeographicSpace = "\u3000";
    while (!text.empty()) {
        if (text.front() == ' ' || text.front() == '\t' || text.front() == '\n' || text.front() == '\r') {
            text.remove_prefix(1);
        } else if (text.starts_with(kIdeographicSpace)) {
            text.remove_prefix(kIdeographicSpace.size());
        } else {
            return false;
        }
    }
    return true;
}

/// A member name as a JSON pointer token (RFC 6901).
std::string pointer_token(std::string_view name) {
    std::string token;
    for (const char c : name) {
        if (c == '~') {
            token += "~0";
        } else if (c == '/') {
            token += "~1";
        } else {
            token += c;
        }
    }
    return token;
}

std::string joined(std::initializer_list<std::string_view> words) { return fmt::format("{}", fmt::join(words, "、")); }

}  // namespace

/// One value of the document. Numbers keep their literal, so that decimals stay exact.
struct Reader::Node {
    enum class Kind { Null, Flag, Number, Text, Array, Object };
    Kind kind = Kind::Null;
    std::string name;  ///< when a member of an object
    std::string text;  ///< a text, or a number's literal
    bool flag = false;
    std::vector<Node> items;  ///< of an array, or members of an object in order
    bool opened = false;      ///< an object that a Reader reads
    bool known = false;       ///< a member that was asked for
};

struct Reader::Impl {
    using Node = Reader::Node;

    /// Builds the tree from the parser's events.
    struct Builder {
        static constexpr std::size_t max_object_size = static_cast<std::size_t>(-1);
        static constexpr std::size_t max_array_size = static_cast<std::size_t>(-1);
        static constexpr std::size_t max_key_size = static_cast<std::size_t>(-1);
        static constexpr std::size_t max_string_size = static_cast<std::size_t>(-1);
        using Code = boost::json::error_code;
        using View = boost::json::string_view;

        std::vector<Node> open;  ///< containers not yet ended
        std::vector<std::string> names;
        std::string part;
        Node root;

        std::string rest(View last) {
            std::string whole = std::move(part);
            part.clear();
            return whole.append(last.data(), last.size());
        }
        bool put(Node node) {
            if (open.empty()) {
                root = std::move(node);
                return true;
            }
            Node& parent = open.back();
            if (parent.kind == Node::Kind::Object) {
                node.name = std::move(names.back());
                names.pop_back();
            }
            parent.items.push_back(std::move(node));
            return true;
        }
        bool begin(Node::Kind kind) {
            open.emplace_back().kind = kind;
            return true;
        }
        bool end() {
            Node node = std::move(open.back());
            open.pop_back();
            return put(std::move(node));
        }
        bool scalar(Node::Kind kind, std::string text, bool flag = false) {
            Node node;
            node.kind = kind;
            node.text = std::move(text);
            node.flag = flag;
            return put(std::move(node));
        }

        bool on_document_begin(Code&) { return true; }
        bool on_document_end(Code&) { return true; }
        bool on_object_begin(Code&) { return begin(Node::Kind::Object); }
        bool on_object_end(std::size_t, Code&) { return end(); }
        bool on_array_begin(Code&) { return begin(Node::Kind::Array); }
        bool on_array_end(std::size_t, Code&) { return end(); }
        bool on_key_part(View text, std::size_t, Code&) { return on_number_part(text); }
        bool on_key(View text, std::size_t, Code&) {
            names.push_back(rest(text));
            return true;
        }
        bool on_string_part(View text, std::size_t, Code&) { return on_number_part(text); }
        bool on_string(View text, std::size_t, Code&) { return scalar(Node::Kind::Text, rest(text)); }
        bool on_number_part(View text) {
            part.append(text.data(), text.size());
            return true;
        }
        bool on_number_part(View text, Code&) { return on_number_part(text); }
        bool on_int64(std::int64_t, View text, Code&) { return scalar(Node::Kind::Number, rest(text)); }
        bool on_uint64(std::uint64_t, View text, Code&) { return scalar(Node::Kind::Number, rest(text)); }
        bool on_double(double, View text, Code&) { return scalar(Node::Kind::Number, rest(text)); }
        bool on_bool(bool flag, Code&) { return scalar(Node::Kind::Flag, {}, flag); }
        bool on_null(Code&) { return scalar(Node::Kind::Null, {}); }
        bool on_comment_part(View, Code&) { return true; }
        bool on_comment(View, Code&) { return true; }
    };

    /// What all readers of one document share.
    struct Document {
        Node root;
        std::optional<base::Error> syntax;
        std::vector<base::FieldError> errors;
    };

    std::shared_ptr<Document> document;
    Node* node = nullptr;
    std::string path;

    void report(std::string where, std::string code, std::string message) {
        report(std::move(where), base::Phrase{std::move(code), {}, std::move(message)});
    }
    void report(std::string where, base::Phrase said) {
        if (document->errors.size() < kMaxFieldErrors) {
            document->errors.push_back(base::field_error(std::move(where), std::move(said)));
        }
    }
    std::string path_of(std::string_view name) const { return path + "/" + pointer_token(name); }

    /// The member of that name, null or not; nothing when absent.
    Node* find(std::string_view name) const {
        for (Node& member : node->items) {
            if (member.name == name) {
                member.known = true;
                return &member;
            }
        }
        return nullptr;
    }
    Node* present(std::string_view name) const {
        Node* member = find(name);
        return member == nullptr || member->kind == Node::Kind::Null ? nullptr : member;
    }
    void missing(std::string_view name) { report(path_of(name), "request.missing", "此项必填，请填写。"); }

    std::unique_ptr<Impl> open(Node& child, std::string child_path) {
        if (child.kind != Node::Kind::Object) {
            report(child_path, "request.not_object", "此处应为对象 {…}。");
        }
        child.opened = true;
        auto impl = std::make_unique<Impl>();
        impl->document = document;
        impl->node = &child;
        impl->path = std::move(child_path);
        return impl;
    }

    Node* array(std::string_view name, std::size_t most) {
        Node* member = present(name);
        if (member == nullptr) {
            return nullptr;
        }
        if (member->kind != Node::Kind::Array) {
            report(path_of(name), "request.not_list", "此处应为列表 […]。");
            return nullptr;
        }
        if (member->items.size() > most) {
            report(path_of(name), base::phrase("request.too_many", "最多 {most} 项，现有 {now} 项，请分批提交。",
                                               {{"most", std::to_string(most)}, {"now", std::to_string(member->items.size())}}));
            return nullptr;
        }
        return member;
    }

    void report_unknown(const Node& value, const std::string& where) {
        if (value.kind == Node::Kind::Object && !value.opened) {
            return;
        }
        for (std::size_t i = 0; i < value.items.size(); ++i) {
            const Node& item = value.items[i];
            if (value.kind == Node::Kind::Array) {
                report_unknown(item, where + "/" + std::to_string(i));
            } else if (item.known) {
                report_unknown(item, where + "/" + pointer_token(item.name));
            } else {
                report(where + "/" + pointer_token(item.name), "request.unknown_member", "不认识或重复的字段，请核对字段名或删去。");
            }
        }
    }
};

Reader::Reader(std::string_view text) : impl_(std::make_unique<Impl>()) {
    impl_->document = std::make_shared<Impl::Document>();
    Impl::Document& document = *impl_->document;
    impl_->node = &document.root;
    document.root.opened = true;

    boost::json::parse_options options;
    options.max_depth = kMaxDepth;
    boost::json::basic_parser<Impl::Builder> parser{options};
    boost::json::error_code fault;
    const std::size_t read = parser.write_some(false, text.data(), text.size(), fault);
    if (!fault && read == text.size()) {
        document.root = std::move(parser.handler().root);
        document.root.opened = true;
        if (document.root.kind != Node::Kind::Object) {
            document.syntax = base::bad_input("request.syntax", "请求正文应为一个 JSON 对象 {…}。");
            document.root = {};
        }
        return;
    }
    const std::string_view before = text.substr(0, std::min(read, text.size()));
    const auto line = 1 + std::count(before.begin(), before.end(), '\n');
    const std::size_t line_start = before.rfind('\n') == std::string_view::npos ? 0 : before.rfind('\n') + 1;
    const std::size_t column = 1 + code_points(before.substr(line_start));
    std::string reason = "不是合法的 JSON，请检查括号、引号和逗号";
    if (is_blank(text)) {
        reason = "请求正文为空，应为一个 JSON 对象";
    } else if (fault == boost::json::error::too_deep) {
        reason = fmt::format("嵌套超过 {} 层", kMaxDepth);
    } else if (fault == boost::json::error::incomplete) {
        reason = "JSON 不完整，缺少结尾的括号或引号";
    }
    document.syntax = base::bad_input("request.syntax", fmt::format("第 {} 行第 {} 列：{}。", line, column, reason));
    document.syntax->fields.push_back({fmt::format("{}:{}", line, column), "request.syntax", reason + "。"});
}

Reader::Reader(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Reader::Reader(Reader&&) noexcept = default;
Reader::~Reader() = default;

bool Reader::has(std::string_view name) const { return impl_->find(name) != nullptr; }

bool Reader::is_null(std::string_view name) const {
    const Node* member = impl_->find(name);
    return member != nullptr && member->kind == Node::Kind::Null;
}

std::optional<std::string> Reader::text_of(const Node& node, const std::string& path, std::size_t max_characters) {
    if (node.kind != Node::Kind::Text) {
        impl_->report(path, "request.not_text", "此处应为文字（加双引号）。");
        return std::nullopt;
    }
    const std::size_t length = code_points(node.text);
    if (length > max_characters) {
        impl_->report(path, base::phrase("request.too_long", "最多 {most} 字，现有 {now} 字，请删减。",
                                         {{"most", std::to_string(max_characters)}, {"now", std::to_string(length)}}));
        return std::nullopt;
    }
    const auto is_control = [](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return (byte < 0x20 && c != '\t' && c != '\n' && c != '\r') || byte == 0x7F;
    };
    if (std::any_of(node.text.begin(), node.text.end(), is_control)) {
        impl_->report(path, "request.control_character", "含有不可见的控制字符，请删去后重新填写。");
        return std::nullopt;
    }
    return node.text;
}

std::string Reader::text(std::string_view name, std::size_t max_characters) {
    const Node* member = impl_->present(name);
    if (member == nullptr || (member->kind == Node::Kind::Text && is_blank(member->text))) {
        impl_->missing(name);
        return {};
    }
    return text_of(*member, impl_->path_of(name), max_characters).value_or("");
}

std::optional<std::string> Reader::opt_text(std::string_view name, std::size_t max_characters) {
    const Node* member = impl_->present(name);
    return member == nullptr ? std::nullopt : text_of(*member, impl_->path_of(name), max_characters);
}

std::optional<std::int64_t> Reader::opt_integer(std::string_view name, std::int64_t least, std::int64_t most) {
    const Node* member = impl_->present(name);
    if (member == nullptr) {
        return std::nullopt;
    }
    const std::string& literal = member->text;
    std::int64_t number = 0;
    const auto [end, fault] = std::from_chars(literal.data(), literal.data() + literal.size(), number);
    if (member->kind != Node::Kind::Number || fault == std::errc::invalid_argument || end != literal.data() + literal.size()) {
        impl_->report(impl_->path_of(name), "request.not_integer", "此处应为整数。");
        return std::nullopt;
    }
    if (fault != std::errc{} || number < least || number > most) {
        impl_->report(impl_->path_of(name),
                      base::phrase("request.out_of_range", "应在 {least} 到 {most} 之间，现为 {now}。",
                                   {{"least", std::to_string(least)}, {"most", std::to_string(most)}, {"now", std::string{literal}}}));
        return std::nullopt;
    }
    return number;
}

std::int64_t Reader::integer(std::string_view name, std::int64_t least, std::int64_t most) {
    if (impl_->present(name) == nullptr) {
        impl_->missing(name);
        return least;
    }
    return opt_integer(name, least, most).value_or(least);
}

std::optional<base::Decimal> Reader::opt_decimal(std::string_view name) {
    const Node* member = impl_->present(name);
    if (member == nullptr) {
        return std::nullopt;
    }
    std::optional<base::Decimal> number;
    if (member->kind == Node::Kind::Text || member->kind == Node::Kind::Number) {
        number = base::Decimal::parse(member->text);
    }
    if (!number) {
        impl_->report(impl_->path_of(name), "request.not_decimal",
                      "此处应为数字，最多四位小数，不带千分位和单位，例如 \"12.5\"；绝对值不超过 922337203685477.5807。");
    }
    return number;
}

base::Decimal Reader::decimal(std::string_view name) {
    if (impl_->present(name) == nullptr) {
        impl_->missing(name);
        return {};
    }
    return opt_decimal(name).value_or(base::Decimal{});
}

std::optional<base::Date> Reader::opt_date(std::string_view name) {
    const Node* member = impl_->present(name);
    if (member == nullptr) {
        return std::nullopt;
    }
    const auto date = member->kind == Node::Kind::Text ? base::parse_date(member->text) : std::nullopt;
    if (!date) {
        impl_->report(impl_->path_of(name), "request.not_date", "此处应为存在的日期，写作 \"2020-06-30\"。");
    }
    return date;
}

base::Date Reader::date(std::string_view name) {
    if (impl_->present(name) == nullptr) {
        impl_->missing(name);
        return {};
    }
    return opt_date(name).value_or(base::Date{});
}

std::optional<std::int64_t> Reader::id_of(const Node& node, const std::string& path) {
    const auto id = node.kind == Node::Kind::Text ? base::StrongId<Reader>::parse(node.text) : std::nullopt;
    if (!id) {
        impl_->report(path, "request.not_id", "此处应为编号，写作一串数字的文字，例如 \"1024\"。");
        return std::nullopt;
    }
    return id->value();
}

std::optional<std::int64_t> Reader::opt_id(std::string_view name) {
    const Node* member = impl_->present(name);
    return member == nullptr ? std::nullopt : id_of(*member, impl_->path_of(name));
}

std::int64_t Reader::id(std::string_view name) {
    if (impl_->present(name) == nullptr) {
        impl_->missing(name);
        return 0;
    }
    return opt_id(name).value_or(0);
}

bool Reader::flag(std::string_view name, bool otherwise) {
    const Node* member = impl_->present(name);
    if (member == nullptr) {
        return otherwise;
    }
    if (member->kind != Node::Kind::Flag) {
        impl_->report(impl_->path_of(name), "request.not_flag", "此处应为 true 或 false。");
        return otherwise;
    }
    return member->flag;
}

std::optional<std::string> Reader::opt_choice(std::string_view name, std::initializer_list<std::string_view> words) {
    const Node* member = impl_->present(name);
    if (member == nullptr) {
        return std::nullopt;
    }
    if (member->kind != Node::Kind::Text || std::find(words.begin(), words.end(), member->text) == words.end()) {
        impl_->report(impl_->path_of(name), "request.not_choice", fmt::format("只能是其中之一：{}。", joined(words)));
        return std::nullopt;
    }
    return member->text;
}

std::string Reader::choice(std::string_view name, std::initializer_list<std::string_view> words) {
    if (impl_->present(name) == nullptr) {
        impl_->missing(name);
        return {};
    }
    return opt_choice(name, words).value_or("");
}

std::optional<Reader> Reader::opt_object(std::string_view name) {
    Node* member = impl_->present(name);
    return member == nullptr ? std::nullopt : std::optional<Reader>{Reader{impl_->open(*member, impl_->path_of(name))}};
}

Reader Reader::object(std::string_view name) {
    if (auto present = opt_object(name)) {
        return std::move(*present);
    }
    impl_->missing(name);
    static Node nothing;  // an object without members; never written to
    auto empty = std::make_unique<Impl>();
    empty->document = impl_->document;
    empty->node = &nothing;
    empty->path = impl_->path_of(name);
    return Reader{std::move(empty)};
}

std::vector<Reader> Reader::objects(std::string_view name, std::size_t most) {
    std::vector<Reader> readers;
    if (Node* list = impl_->array(name, most)) {
        readers.reserve(list->items.size());
        for (std::size_t i = 0; i < list->items.size(); ++i) {
            readers.push_back(Reader{impl_->open(list->items[i], fmt::format("{}/{}", impl_->path_of(name), i))});
        }
    }
    return readers;
}

std::vector<std::string> Reader::texts(std::string_view name, std::size_t most, std::size_t max_characters) {
    std::vector<std::string> texts;
    if (const Node* list = impl_->array(name, most)) {
        for (std::size_t i = 0; i < list->items.size(); ++i) {
            texts.push_back(text_of(list->items[i], fmt::format("{}/{}", impl_->path_of(name), i), max_characters).value_or(""));
        }
    }
    return texts;
}

std::vector<std::int64_t> Reader::ids(std::string_view name, std::size_t most) {
    std::vector<std::int64_t> ids;
    if (const Node* list = impl_->array(name, most)) {
        for (std::size_t i = 0; i < list->items.size(); ++i) {
            ids.push_back(id_of(list->items[i], fmt::format("{}/{}", impl_->path_of(name), i)).value_or(0));
        }
    }
    return ids;
}

void Reader::fail(std::string_view name, std::string code, std::string message) {
    impl_->report(impl_->path_of(name), std::move(code), std::move(message));
}

base::Result<std::vector<base::FieldError>> Reader::unread() {
    Impl::Document& document = *impl_->document;
    if (document.syntax) {
        return *document.syntax;
    }
    impl_->report_unknown(document.root, "");
    return std::exchange(document.errors, {});
}

base::Status Reader::finish() {
    LUOSHI_TRY(errors, unread());
    if (errors.empty()) {
        return base::Done{};
    }
    base::Error error = base::bad_input("request.invalid", fmt::format("有 {} 处填写有误，请按提示改正后重新提交。", errors.size()));
    error.fields = std::move(errors);
    return error;
}

}  // namespace luoshi::json
