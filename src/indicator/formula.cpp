#include "indicator/formula.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.hpp"

namespace luoshi::indicator {
namespace {

using base::Fraction;
using Kind = Formula::Step::Kind;

constexpr std::u32string_view kRegistry = U"registry";
constexpr int kDeepest = 50;  ///< brackets in brackets

char32_t sign_of(char32_t raw) {
    const char32_t c = base::fold_width(raw);
    return c == U'×' ? U'*' : c == U'÷' ? U'/' : c == U'−' ? U'-' : c;
}

bool in_name(char32_t c) { return c == U'_' || base::is_digit(c) || base::is_latin(c) || base::is_han(c); }

}  // namespace

/// Recursive descent: sums of products of signed factors. The first fault is kept and moves to the end of the text, where all loops stop.
class FormulaParser {
public:
    explicit FormulaParser(std::u32string text) : text_(std::move(text)) {}

    std::variant<Formula, FormulaFault> parse() {
        sum(0);
        if (const char32_t c = next()) {
            fail(at_, c == U')' ? "多了一个右括号，请删去或补上左括号" : fmt::format("“{}”前缺少运算符（+ - * /）", said(c)));
        }
        if (fault_) {
            return std::move(*fault_);
        }
        return std::move(formula_);
    }

private:
    void fail(std::size_t at, std::string message) {
        if (!fault_) {
            fault_ = {at, std::move(message)};
        }
        at_ = text_.size();
    }
    static std::string said(char32_t c) { return base::encode_utf8(std::u32string(1, c)); }

    /// The sign at the next place that is not blank; 0 at the end.
    char32_t next() {
        while (at_ < text_.size() && base::is_space(text_[at_])) {
            ++at_;
        }
        return at_ < text_.size() ? sign_of(text_[at_]) : U'\0';
    }
    char32_t take(std::string_view shown) {
        formula_.written_.push_back({std::string{shown}, std::nullopt});
        return sign_of(text_[at_++]);
    }
    void step(Kind kind, std::size_t at) { formula_.steps_.push_back({kind, at}); }

    void sum(int depth) {
        product(depth);
        for (char32_t c = next(); c == U'+' || c == U'-'; c = next()) {
            const auto at = at_;
            take(c == U'+' ? " + " : " - ");
            product(depth);
            step(c == U'+' ? Kind::Add : Kind::Subtract, at);
        }
    }
    void product(int depth) {
        factor(depth);
        for (char32_t c = next(); c == U'*' || c == U'/'; c = next()) {
            const auto at = at_;
            take(c == U'*' ? " × " : " ÷ ");
            factor(depth);
            step(c == U'*' ? Kind::Multiply : Kind::Divide, at);
        }
    }
    void factor(int depth) {
        const char32_t c = next();
        const auto at = at_;
        if (depth > kDeepest) {
            return fail(at, "括号层数过多，请拆成几项指标");
        }
        if (c == U'-') {
            take("-");
            factor(depth + 1);
            step(Kind::Negate, at);
        } else if (c == U'(') {
            take("(");
            sum(depth + 1);
            if (next() != U')') {
                return fail(at, "这个左括号没有对应的右括号");
            }
            take(")");
        } else if (in_name(c)) {
            name_or_number();
        } else {
            fail(at, c == U'\0' ? "公式没有写完，此处应有指标代码或数" : fmt::format("此处应有指标代码、数或左括号，不能是“{}”", said(c)));
        }
    }
    /// A word of digits and a point is a number, any other the code of an indicator.
    void name_or_number() {
        const auto begin = at_;
        std::u32string word;
        const auto digits = [&] { return std::ranges::all_of(word, [](char32_t c) { return base::is_digit(c) || c == U'.'; }); };
        for (; at_ < text_.size(); ++at_) {
            const char32_t c = sign_of(text_[at_]);
            if (!in_name(c) && !(c == U'.' && digits())) {
                break;
            }
            word.push_back(c);
        }
        if (word == kRegistry && next() == U'(') {
            operand({Operand::Kind::Registry, query_name()}, begin);
        } else if (!digits()) {
            operand({Operand::Kind::Indicator, base::encode_utf8(word)}, begin);
        } else if (const auto number = base::Decimal::parse(base::encode_utf8(word))) {
            formula_.steps_.push_back({Kind::Number, begin, *number});
            formula_.written_.push_back({number->text(), std::nullopt});
        } else {
            fail(begin, fmt::format("“{}”不是可用的数：小数不超过四位，不能过大", base::encode_utf8(word)));
        }
    }
    /// ("name") behind the word registry.
    std::string query_name() {
        const auto begin = at_++;
        const auto quote = next();
        std::u32string name;
        while (++at_ < text_.size() && text_[at_] != quote) {
            name.push_back(text_[at_]);
        }
        ++at_;
        if ((quote != U'"' && quote != U'\'') || name.empty() || next() != U')') {
            fail(begin, "registry 后应写 (\"查询名称\")");
        } else {
            ++at_;
        }
        return base::encode_utf8(name);
    }
    void operand(Operand operand, std::size_t at) {
        auto& known = formula_.operands_;
        const auto place = static_cast<std::size_t>(std::ranges::find(known, operand) - known.begin());
        if (place == known.size()) {
            known.push_back(std::move(operand));
        }
        formula_.steps_.push_back({Kind::Operand, at, {}, place});
        formula_.written_.push_back({{}, place});
    }

    std::u32string text_;
    std::size_t at_ = 0;
    Formula formula_;
    std::optional<FormulaFault> fault_;
};

std::variant<Formula, FormulaFault> Formula::parse(std::string_view text) {
    const auto decoded = base::decode_utf8(text);
    if (!decoded) {
        return FormulaFault{0, "公式不是 UTF-8 编码的文字"};
    }
    return FormulaParser{*decoded}.parse();
}

std::variant<Fraction, NoValue> Formula::value(std::span<const Fraction> operands) const {
    std::vector<Fraction> stack;
    for (const auto& step : steps_) {
        if (step.kind == Kind::Number || step.kind == Kind::Operand) {
            stack.push_back(step.kind == Kind::Number ? Fraction{step.number} : operands[step.operand]);
            continue;
        }
        const Fraction right = stack.back();
        stack.pop_back();
        if (step.kind == Kind::Negate) {
            stack.push_back(*Fraction{}.minus(right));
            continue;
        }
        const Fraction& left = stack.back();
        if (step.kind == Kind::Divide && right.is_zero()) {
            return NoValue::ZeroDivisor;
        }
        const auto made = step.kind == Kind::Add        ? left.plus(right)
                          : step.kind == Kind::Subtract ? left.minus(right)
                          : step.kind == Kind::Multiply ? left.times(right)
                                                        : left.over(right);
        if (!made) {
            return NoValue::OutOfRange;
        }
        stack.back() = *made;
    }
    return stack.back();
}

std::string Formula::worded(std::span<const std::string> names) const {
    std::string out;
    for (const auto& piece : written_) {
        out += piece.operand ? names[*piece.operand] : piece.text;
    }
    return out;
}

}  // namespace luoshi::indicator
