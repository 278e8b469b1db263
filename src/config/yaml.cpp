#include "config/yaml.hpp"

#include <fmt/core.h>
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/parser.h>

#include <algorithm>
#include <charconv>
#include <set>
#include <sstream>

namespace luoshi::config {

struct Node::Item {
    enum class Kind { Null, Scalar, List, Map };
    Kind kind = Kind::Null;
    int line = 0;
    int byte_column = 0;
    std::string text;
    std::vector<std::unique_ptr<Item>> values;  ///< of a list or a map
    std::vector<std::unique_ptr<Item>> keys;    ///< of a map, beside its values
    std::set<std::string, std::less<>> asked;
    bool open = false;  ///< read by members(): any key is welcome

    Item* find(std::string_view key) const {
        for (std::size_t i = 0; i < keys.size(); ++i) {
            if (keys[i]->text == key) {
                return values[i].get();
            }
        }
        return nullptr;
    }
};

// Builds the tree from yaml-cpp's events: its own node graph has no duplicate-key check and costs several times as much.
class Builder final : public YAML::EventHandler {
    using Item = Node::Item;

public:
    explicit Builder(Document& document) : document_(document) {}
    std::unique_ptr<Item> take() { return std::move(root_); }

    void OnDocumentStart(const YAML::Mark&) override {}
    void OnDocumentEnd() override {}
    void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override { add(Item::Kind::Null, mark, anchor, {}); }
    void OnAlias(const YAML::Mark& mark, YAML::anchor_t) override { add(Item::Kind::Null, mark, 1, {}); }
    void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor, const std::string& value) override {
        if (tag.size() > 1) {  // "?" plain, "!" quoted
            fail(mark, "不支持标签 " + tag + "，请删去。");
        }
        add(Item::Kind::Scalar, mark, anchor, value);
    }
    void OnSequenceStart(const YAML::Mark& mark, const std::string&, YAML::anchor_t anchor, YAML::EmitterStyle::value) override {
        open_.push_back(add(Item::Kind::List, mark, anchor, {}));
    }
    void OnSequenceEnd() override { open_.pop_back(); }
    void OnMapStart(const YAML::Mark& mark, const std::string&, YAML::anchor_t anchor, YAML::EmitterStyle::value) override {
        open_.push_back(add(Item::Kind::Map, mark, anchor, {}));
    }
    void OnMapEnd() override { open_.pop_back(); }

private:
    void fail(const YAML::Mark& mark, std::string message) {
        document_.problems_.add(document_.place_at(mark.line, mark.column), std::move(message));
    }

    Item* add(Item::Kind kind, const YAML::Mark& mark, YAML::anchor_t anchor, const std::string& text) {
        if (anchor != 0) {
            fail(mark, "不支持锚点和别名（& *），请把内容写全。");
        }
        auto item = std::make_unique<Item>();
        item->kind = kind;
        item->line = mark.line;
        item->byte_column = mark.column;
        item->text = text;
        Item* const added = item.get();
        if (open_.empty()) {
            root_ = std::move(item);
        } else if (Item& parent = *open_.back(); parent.kind == Item::Kind::Map && parent.keys.size() == parent.values.size()) {
            if (const Item* before = parent.find(text)) {
                fail(mark, fmt::format("“{}”写了两次，前一次在第 {} 行，请删去一处。", text, before->line + 1));
            }
            parent.keys.push_back(std::move(item));
        } else {
            parent.values.push_back(std::move(item));
        }
        return added;
    }

    Document& document_;
    std::unique_ptr<Item> root_;
    std::vector<Item*> open_;
};

namespace {

template <class Word>
std::string joined(const std::vector<Word>& words) {
    std::string out;
    for (const auto& word : words) {
        out.append(out.empty() ? "" : "、").append(word);
    }
    return out;
}

}  // namespace

Document::Document(std::string file, std::string_view yaml, Problems& problems)
    : file_(std::move(file)), text_(yaml), line_starts_{0}, problems_(problems) {
    if (!check_utf8(file_, text_, problems_)) {
        return;
    }
    for (auto end = text_.find('\n'); end != std::string::npos; end = text_.find('\n', end + 1)) {
        line_starts_.push_back(end + 1);
    }
    std::istringstream in{text_};
    Builder builder{*this};
    try {
        YAML::Parser parser{in};
        if (!parser.HandleNextDocument(builder)) {
            problems_.add_unreadable({file_, 0, 0}, "文件是空的。");
            return;
        }
        root_ = builder.take();
    } catch (const YAML::ParserException& fault) {
        problems_.add_unreadable(place_at(fault.mark.line, fault.mark.column),
                                 fmt::format("YAML 写法有误（{}）。请检查这一行和上一行的缩进、冒号后的空格、引号和括号。", fault.msg));
    }
}

Document::~Document() = default;

Node Document::root() { return {this, root_.get(), nullptr, {}}; }

Place Document::place_at(int line, int byte_column) const {
    int column = 1;
    if (line >= 0 && static_cast<std::size_t>(line) < line_starts_.size()) {
        const auto prefix = std::string_view{text_}.substr(line_starts_[static_cast<std::size_t>(line)],
                                                           static_cast<std::size_t>(std::max(byte_column, 0)));
        column += static_cast<int>(std::count_if(prefix.begin(), prefix.end(), [](char c) { return (c & 0xC0) != 0x80; }));
    }
    return {file_, line + 1, column};
}

void Document::finish() {
    if (root_) {
        report_unknown(*root_);
    }
}

void Document::report_unknown(const Node::Item& item) {
    if (item.kind == Node::Item::Kind::Map && !item.open) {
        const std::vector<std::string> known{item.asked.begin(), item.asked.end()};
        for (const auto& key : item.keys) {
            if (!item.asked.contains(key->text)) {
                const auto meant = closest(key->text, known);
                problems_.add(place_at(key->line, key->byte_column),
                              meant.empty() ? fmt::format("这里没有“{}”这一项，可写的有：{}。", key->text, joined(known))
                                            : fmt::format("这里没有“{}”这一项，是否想写“{}”？", key->text, meant));
            }
        }
    }
    for (std::size_t i = 0; i < item.values.size(); ++i) {
        if (item.kind != Node::Item::Kind::Map || item.open || item.asked.contains(item.keys[i]->text)) {
            report_unknown(*item.values[i]);
        }
    }
}

bool Node::present() const { return item_ != nullptr && item_->kind != Item::Kind::Null; }

bool Node::is_map() const { return item_ != nullptr && item_->kind == Item::Kind::Map; }

Place Node::place() const {
    const Item* at = item_ != nullptr ? item_ : parent_;
    return at != nullptr ? document_->place_at(at->line, at->byte_column) : Place{document_->file_, 0, 0};
}

void Node::fail(const std::string& message) const { document_->problems_.add(place(), message); }

void Node::fail_at(std::size_t character, const std::string& message) const {
    Place at = place();
    if (item_ != nullptr && at.line > 0) {
        const auto begin = document_->line_starts_[static_cast<std::size_t>(item_->line)] + static_cast<std::size_t>(item_->byte_column);
        const auto written = std::string_view{document_->text_}.substr(begin);
        const bool quoted = written.starts_with('"') || written.starts_with('\'');
        if (written.substr(quoted ? 1 : 0).starts_with(item_->text)) {
            at.column += static_cast<int>(character) + (quoted ? 1 : 0);
        }
    }
    document_->problems_.add(at, message);
}

std::string Node::name() const { return key_.empty() ? "此项" : fmt::format("“{}”", key_); }

bool Node::required() const {
    if (!present() && (item_ != nullptr || parent_ != nullptr)) {  // a file that could not be parsed was reported already
        fail(fmt::format("{}{}，请补上。", item_ == nullptr ? "缺少" : "没有填写", name()));
    }
    return present();
}

Node Node::at(std::string_view key) const {
    std::string text{key};
    if (!present()) {
        return {document_, nullptr, nullptr, std::move(text)};
    }
    if (item_->kind != Item::Kind::Map) {
        fail(fmt::format("{}应是“键: 值”的形式，其中要有“{}”。", name(), key));
        return {document_, nullptr, nullptr, std::move(text)};
    }
    item_->asked.insert(text);
    return {document_, item_->find(key), item_, std::move(text)};
}

std::vector<std::pair<std::string, Node>> Node::members() const {
    std::vector<std::pair<std::string, Node>> out;
    if (!required()) {
        return out;
    }
    if (item_->kind != Item::Kind::Map) {
        fail(fmt::format("{}应是“键: 值”的形式。", name()));
        return out;
    }
    item_->open = true;
    for (std::size_t i = 0; i < item_->keys.size(); ++i) {
        out.emplace_back(item_->keys[i]->text, Node{document_, item_->values[i].get(), item_, item_->keys[i]->text});
    }
    return out;
}

std::vector<Node> Node::list() const { return required() ? opt_list() : std::vector<Node>{}; }

std::vector<Node> Node::opt_list() const {
    std::vector<Node> out;
    if (!present()) {
        return out;
    }
    if (item_->kind != Item::Kind::List) {
        fail(fmt::format("{}应是列表，每个元素一行、以“- ”开头，或写成 [甲, 乙]。", name()));
        return out;
    }
    for (const auto& value : item_->values) {
        out.push_back({document_, value.get(), item_, {}});
    }
    return out;
}

const std::string* Node::scalar(const char* wanted) const {
    if (!present()) {
        return nullptr;
    }
    if (item_->kind != Item::Kind::Scalar) {
        fail(fmt::format("{}应是{}，不能是列表或一组键值。", name(), wanted));
        return nullptr;
    }
    return &item_->text;
}

std::string Node::text() const {
    if (!required()) {
        return {};
    }
    const auto* value = scalar("文字");
    if (value != nullptr && value->empty()) {
        fail(fmt::format("{}不能是空文字。", name()));
    }
    return value != nullptr ? *value : std::string{};
}

std::optional<std::string> Node::opt_text() const { return present() ? std::optional{text()} : std::nullopt; }

std::vector<std::string> Node::opt_texts() const {
    std::vector<std::string> out;
    for (const auto& node : opt_list()) {
        out.push_back(node.text());
    }
    return out;
}

std::optional<std::int64_t> Node::opt_integer(std::int64_t least, std::int64_t most) const {
    const auto* value = scalar("整数");
    if (value == nullptr) {
        return std::nullopt;
    }
    std::int64_t number = 0;
    const auto [end, fault] = std::from_chars(value->data(), value->data() + value->size(), number);
    if (fault != std::errc{} || end != value->data() + value->size() || number < least || number > most) {
        fail(fmt::format("{}应是 {} 到 {} 的整数，现在是“{}”。", name(), least, most, *value));
        return std::nullopt;
    }
    return number;
}

std::int64_t Node::integer(std::int64_t least, std::int64_t most) const {
    return required() ? opt_integer(least, most).value_or(least) : least;
}

std::optional<base::Decimal> Node::opt_decimal() const {
    const auto* value = scalar("数");
    if (value == nullptr) {
        return std::nullopt;
    }
    const auto number = base::Decimal::parse(*value);
    if (!number) {
        fail(fmt::format("{}应是数，小数不超过四位，现在是“{}”。", name(), *value));
    }
    return number;
}

base::Decimal Node::decimal() const { return required() ? opt_decimal().value_or(base::Decimal{}) : base::Decimal{}; }

std::optional<base::Date> Node::opt_date() const {
    const auto* value = scalar("日期");
    if (value == nullptr) {
        return std::nullopt;
    }
    const auto date = base::parse_date(*value);
    if (!date) {
        fail(fmt::format("{}应是存在的日期，写成 2018-08-17 的形式，现在是“{}”。", name(), *value));
    }
    return date;
}

base::Date Node::date() const { return required() ? opt_date().value_or(base::Date{}) : base::Date{}; }

bool Node::flag(bool otherwise) const {
    const auto* value = scalar(" true 或 false");
    if (value == nullptr) {
        return otherwise;
    }
    if (*value != "true" && *value != "false") {
        fail(fmt::format("{}应是 true 或 false，现在是“{}”。", name(), *value));
        return otherwise;
    }
    return *value == "true";
}

std::optional<std::string> Node::opt_choice(std::initializer_list<std::string_view> words) const {
    const auto* value = scalar("文字");
    if (value == nullptr) {
        return std::nullopt;
    }
    if (std::find(words.begin(), words.end(), *value) == words.end()) {
        const std::vector<std::string> known{words.begin(), words.end()};
        const auto meant = closest(*value, known);
        fail(fmt::format("{}不能是“{}”，{}", name(), *value,
                         meant.empty() ? fmt::format("可写的有：{}。", joined(known)) : fmt::format("是否想写“{}”？", meant)));
        return std::nullopt;
    }
    return *value;
}

std::string Node::choice(std::initializer_list<std::string_view> words) const {
    const std::string first{*words.begin()};
    return required() ? opt_choice(words).value_or(first) : first;
}

void Codes::declare(const std::string& code, const Node& at) {
    const auto [before, fresh] = declared_.emplace(code, at.place());
    if (!fresh) {
        at.fail(fmt::format("{}“{}”重复，已在 {} 出现，请改用别的代码或删去一处。", kind_, code, before->second.text()));
    }
}

void Codes::check() const {
    std::vector<std::string> known;
    known.reserve(declared_.size());
    for (const auto& [code, place] : declared_) {
        known.push_back(code);
    }
    for (const auto& [code, node] : references_) {
        if (!node.document_->problems_.all_readable()) {
            return;  // it may stand in the part that was not read
        }
        if (!code.empty() && !declared_.contains(code)) {
            const auto meant = closest(code, known);
            node.fail(fmt::format("没有{}“{}”{}", kind_, code,
                                  meant.empty() ? "，请先定义它或改正代码。" : fmt::format("，是否想写“{}”？", meant)));
        }
    }
}

}  // namespace luoshi::config
