#include "order/workflow_package.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "config/yaml.hpp"

namespace luoshi::order {
namespace {

Holder holder_of(const config::Node& node) {
    const auto word = node.opt_choice({"nobody", "superior", "unit"}).value_or("nobody");
    return word == "superior" ? Holder::Superior : word == "unit" ? Holder::Unit : Holder::Nobody;
}

Phase phase_of(const config::Node& node) {
    const auto word = node.choice({"before", "open", "done", "dropped"});
    return word == "open" ? Phase::Open : word == "done" ? Phase::Done : word == "dropped" ? Phase::Dropped : Phase::Before;
}

Hand hand_of(const config::Node& node) {
    const auto word = node.choice({"owner", "decider", "main"});
    return word == "decider" ? Hand::Decider : word == "main" ? Hand::Main : Hand::Owner;
}

std::vector<Guard> guards_of(const config::Node& node) {
    std::vector<Guard> out;
    for (const auto& one : node.opt_list()) {
        const auto text = one.text();
        const auto found = std::ranges::find(kGuards, text);
        if (found == kGuards.end()) {
            const auto meant = config::closest(text, {kGuards.begin(), kGuards.end()});
            one.fail(fmt::format("没有这条规则“{}”{}", text, meant.empty() ? "" : fmt::format("，是否想写“{}”？", meant)));
        } else {
            out.push_back(static_cast<Guard>(found - kGuards.begin()));
        }
    }
    return out;
}

constexpr int kEveryMonthHas = 28;  ///< days

class WorkflowReader {
public:
    explicit WorkflowReader(Workflow& out) : out_(out) {}

    void read_kinds(const config::Node& root) {
        out_.terms = terms_of(root, root.at("progress").at("day"), {});
        out_.progress_remind_days =
            static_cast<int>(root.at("progress").at("remind_days").opt_integer(0, 31).value_or(out_.progress_remind_days));
        config::Codes sources{"事项来源"};
        for (const auto& one : root.at("sources").list()) {
            out_.sources.push_back({one.at("code").text(), one.at("name").text(), static_cast<int>(one.at("days").integer(1, 3650)),
                                    one.at("leader").flag(false), terms_of(one, one.at("progress_day"), out_.terms)});
            sources.declare(out_.sources.back().code, one.at("code"));
        }
        config::Codes urgencies{"紧急程度"};
        for (const auto& one : root.at("urgencies").list()) {
            const auto days = one.at("work_days").opt_integer(0, 365);
            out_.urgencies.push_back(
                {one.at("code").text(), one.at("name").text(), days ? std::optional{static_cast<int>(*days)} : std::nullopt});
            urgencies.declare(out_.urgencies.back().code, one.at("code"));
        }
        for (const auto& one : root.at("warnings").list()) {
            const auto limit = one.at("limit_days").opt_integer(1, 3650);
            out_.warnings.push_back(
                {limit ? std::optional{static_cast<int>(*limit)} : std::nullopt, static_cast<int>(one.at("work_days").integer(0, 365))});
        }
        out_.return_reasons = root.at("return_reasons").opt_texts();
        out_.questions = root.at("questions").opt_texts();
    }

    void read_states(const config::Node& root) {
        config::Codes codes{"状态"};
        for (const auto& one : root.at("states").list()) {
            out_.states.push_back({one.at("code").text(), one.at("name").text(), holder_of(one.at("holder")), phase_of(one.at("phase"))});
            codes.declare(out_.states.back().code, one.at("code"));
        }
    }

    void read_actions(const config::Node& root) {
        config::Codes codes{"步骤"};
        for (const auto& one : root.at("actions").list()) {
            Action action{.code = one.at("code").text(), .name = one.at("name").text(), .from = {}, .to = {}, .guards = {}};
            codes.declare(action.code, one.at("code"));
            for (const auto& from : one.at("from").list()) {
                action.from.push_back(known(from));
            }
            if (const auto to = one.at("to"); to.present()) {
                action.to = known(to);
            }
            action.by = hand_of(one.at("by"));
            action.guards = guards_of(one.at("guards"));
            action.gives = one.at("gives").flag(false);
            action.registers = one.at("registers").flag(false);
            action.back = one.at("back").flag(false);
            if (action.back && (one.at("to").present() || action.from != std::vector{out_.suspended})) {
                one.at("back").fail("back 是回到挂起之前的状态：from 只写挂起的状态，不写 to");
            }
            if (!action.to.empty()) {
                led_to_.insert(action.to);
            }
            out_.actions.push_back(std::move(action));
        }
    }

    std::string known(const config::Node& node) {
        const auto code = node.text();
        if (node.present() && out_.find_state(code) == nullptr) {
            std::vector<std::string> codes;
            std::ranges::transform(out_.states, std::back_inserter(codes), &State::code);
            const auto meant = config::closest(code, codes);
            node.fail(
                fmt::format("没有这个状态“{}”{}", code, meant.empty() ? "，请先在 states 中写出" : fmt::format("，是否想写“{}”？", meant)));
        }
        return code;
    }

    void check_reached(const config::Node& root) {
        led_to_.insert({out_.asking, out_.suspended, out_.withdrawn});
        const auto states = root.at("states").opt_list();
        for (std::size_t i = 1; i < states.size(); ++i) {
            if (!led_to_.contains(out_.states[i].code)) {
                states[i].fail(fmt::format("没有步骤通向状态“{}”，请补上步骤或删去这个状态", out_.states[i].name));
            }
        }
    }

private:
    static Terms terms_of(const config::Node& of, const config::Node& progress_day, const Terms& otherwise) {
        const auto days = [&](const char* key, int or_else) { return static_cast<int>(of.at(key).opt_integer(0, 365).value_or(or_else)); };
        return {.sign_work_days = days("sign_work_days", otherwise.sign_work_days),
                .request_days_before = days("request_work_days_before", otherwise.request_days_before),
                .progress_day = static_cast<int>(progress_day.opt_integer(0, kEveryMonthHas).value_or(otherwise.progress_day))};
    }

    Workflow& out_;
    std::set<std::string> led_to_;
};

}  // namespace

Workflow read_workflow(const std::string& file, std::string_view yaml, config::Problems& problems) {
    config::Document document{file, yaml, problems};
    const auto root = document.root();
    Workflow out;
    out.number = root.at("number").text();
    if (root.at("number").present() && out.number.find("{serial}") == std::string::npos) {
        root.at("number").fail("编号里要有 {serial}（流水号），否则各件同号");
    }
    WorkflowReader reader{out};
    reader.read_kinds(root);
    const auto days = [&](const char* key, int otherwise) {
        return static_cast<int>(root.at(key).opt_integer(0, 365).value_or(otherwise));
    };
    out.chase_work_days = days("chase_work_days", out.chase_work_days);
    reader.read_states(root);
    out.asking = reader.known(root.at("asking"));
    out.suspended = reader.known(root.at("suspended"));
    out.withdrawn = reader.known(root.at("withdrawn"));
    reader.read_actions(root);
    if (!out.states.empty() && problems.empty()) {
        reader.check_reached(root);
    }
    document.finish();
    return out;
}

}  // namespace luoshi::order
