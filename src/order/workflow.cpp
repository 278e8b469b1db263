#include "order/workflow.hpp"

#include <algorithm>
#include <stdexcept>

namespace luoshi::order {
namespace {

template <class List>
auto* find_code(List& list, std::string_view code) {
    const auto found = std::ranges::find(list, code, [](const auto& one) -> std::string_view { return one.code; });
    return found == list.end() ? nullptr : &*found;
}

void replace(std::string& text, std::string_view what, const std::string& with) {
    if (const auto at = text.find(what); at != std::string::npos) {
        text.replace(at, what.size(), with);
    }
}

}  // namespace

const State* Workflow::find_state(std::string_view code) const { return find_code(states, code); }
const Action* Workflow::find_action(std::string_view code) const { return find_code(actions, code); }
const Source* Workflow::find_source(std::string_view code) const { return find_code(sources, code); }
const Urgency* Workflow::find_urgency(std::string_view code) const { return find_code(urgencies, code); }

const State& Workflow::state(std::string_view code) const {
    if (const auto* found = find_state(code)) {
        return *found;
    }
    throw std::out_of_range("没有这个状态：" + std::string{code});
}

const Action* Workflow::submission() const {
    const auto found = std::ranges::find_if(actions, [this](const Action& action) {
        return action.by == Hand::Owner && std::ranges::count(action.from, states.front().code) > 0;
    });
    return found == actions.end() ? nullptr : &*found;
}

const Terms& Workflow::terms_of(std::string_view source) const {
    const auto* found = find_source(source);
    return found != nullptr ? found->terms : terms;
}

int Workflow::warning_of(int limit_days) const {
    for (const auto& warning : warnings) {
        if (!warning.limit_days || limit_days <= *warning.limit_days) {
            return warning.work_days;
        }
    }
    return 0;
}

std::string Workflow::number_of(int year, std::int64_t serial) const {
    std::string out = number;
    replace(out, "{year}", std::to_string(year));
    replace(out, "{serial}", std::to_string(serial));
    return out;
}

}  // namespace luoshi::order
