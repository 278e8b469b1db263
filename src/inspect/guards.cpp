#include "inspect/guards.hpp"

#include <algorithm>

namespace luoshi::inspect {
namespace {

template <class T>
bool has(const std::vector<T>& list, T wanted) {
    return std::find(list.begin(), list.end(), wanted) != list.end();
}

std::string name_of(const std::map<UnitId, std::string>& names, UnitId unit) {
    const auto found = names.find(unit);
    return found == names.end() ? unit.text() : found->second;
}

/// How two inspections look at the same topic, and the task it is of; nothing when they do not.
struct SharedTopic {
    const char* code;
    const char* pattern;
    std::string task = {};
};

/// Both begin in the same year or quarter.
bool same_span(base::Date a, base::Date b, Cap::Per per) {
    const auto quarter = [](base::Date day) { return (base::month_of(day) - 1) / 3; };
    return base::year_of(a) == base::year_of(b) && (per == Cap::Per::Year || quarter(a) == quarter(b));
}

class Guards {
public:
    Guards(const Draft& draft, const Surroundings& around, const Settings& settings)
        : draft_(draft), around_(around), settings_(settings), from_(draft.from.value()), to_(draft.to.value()) {}

    std::vector<Breach> all() {
        overlap();
        frequency();
        period();
        authority();
        team();
        return std::move(out_);
    }

private:
    void breach(Rule rule, const char* code, const char* pattern, base::PhraseParams params) {
        out_.push_back({rule, base::phrase(code, pattern, std::move(params)), settings_.may_override.contains(rule)});
    }

    void overlap() {
        for (const auto object : draft_.objects) {
            for (const auto& other : around_.others) {
                if (other.to < from_ || to_ < other.from || !has(other.objects, object)) {
                    continue;
                }
                const auto topic = shared_topic(other);
                if (topic && other.hidden) {
                    breach(Rule::Overlap, "inspect.overlap_hidden",
                           "所选时间内对{object}已另有督查安排；请与本级政府督查机构协调，或改换时间",
                           {{"object", name_of(around_.unit_names, object)}});
                } else if (topic) {
                    breach(Rule::Overlap, topic->code, topic->pattern,
                           {{"organiser", other.organiser},
                            {"title", other.title},
                            {"from", base::date_text(other.from)},
                            {"to", base::date_text(other.to)},
                            {"task", topic->task},
                            {"object", name_of(around_.unit_names, object)}});
                }
            }
        }
    }

    std::optional<SharedTopic> shared_topic(const Other& other) const {
        const auto same = std::find_if(draft_.tasks.begin(), draft_.tasks.end(), [&](TaskId task) { return has(other.tasks, task); });
        if (same != draft_.tasks.end()) {
            const auto named = around_.task_names.find(*same);
            return SharedTopic{"inspect.overlap",
                               "重复督查：{organiser}的“{title}”在{from}至{to}也就“{task}”督查{object}；请合并、错开时间或改换内容",
                               named == around_.task_names.end() ? same->text() : named->second};
        }
        if (draft_.tasks.empty() || other.tasks.empty()) {
            return SharedTopic{"inspect.overlap_whole",
                               "重复督查：{organiser}的“{title}”在{from}至{to}也督查{object}，两次督查中有一次没有选定任务、看全部工作；"
                               "请合并、错开时间或分别选定任务"};
        }
        if (!draft_.content.empty() && draft_.content == other.content) {
            return SharedTopic{"inspect.overlap_content",
                               "重复督查：{organiser}的“{title}”在{from}至{to}也督查{object}，督查内容相同；请合并、错开时间或改换内容"};
        }
        return std::nullopt;
    }

    void frequency() {
        for (const auto& cap : settings_.caps) {
            if (cap.type && *cap.type != draft_.type) {
                continue;
            }
            for (const auto object : draft_.objects) {
                const auto before = std::count_if(around_.others.begin(), around_.others.end(), [&](const Other& other) {
                    return (!cap.type || other.type == *cap.type) && same_span(other.from, from_, cap.per) && has(other.objects, object);
                });
                if (before + 1 > cap.most) {
                    breach(Rule::Frequency, "inspect.over_cap", "超过督查频次：{object}{span}的{type}最多{most}次，已有{count}次",
                           {{"object", name_of(around_.unit_names, object)},
                            {"span", cap.per == Cap::Per::Year ? "本年度" : "本季度"},
                            {"per", cap.per == Cap::Per::Year ? "year" : "quarter"},
                            {"type", cap.type ? std::string{type_name(*cap.type)} : "各类督查"},
                            {"type_code", cap.type ? std::string{plan::word(*cap.type)} : "any"},
                            {"most", std::to_string(cap.most)},
                            {"count", std::to_string(before)}});
                }
            }
        }
    }

    void period() {
        if (auto past = past_window(draft_, around_.today)) {
            out_.push_back(*std::move(past));
        }
        if ((around_.plan_from && base::year_of(from_) < *around_.plan_from) ||
            (around_.plan_to && base::year_of(to_) > *around_.plan_to)) {
            breach(Rule::Period, "inspect.out_of_plan", "督查时间超出方案的实施期（{from}年至{to}年）；请改正起止日期",
                   {{"from", around_.plan_from ? std::to_string(*around_.plan_from) : "—"},
                    {"to", around_.plan_to ? std::to_string(*around_.plan_to) : "—"}});
        }
        const auto& assigned = draft_.delegation;
        if (draft_.authority == Authority::Delegated && (from_ < assigned.from.value() || assigned.to.value() < to_)) {
            breach(Rule::Period, "inspect.out_of_assignment", "督查时间超出政府指定的期限（{from}至{to}）；请改正起止日期",
                   {{"from", base::date_text(*assigned.from)}, {"to", base::date_text(*assigned.to)}});
        }
    }

    void authority() {
        if (!around_.organiser_is_government && draft_.authority != Authority::Delegated) {
            breach(Rule::Authority, "inspect.not_assigned",
                   "部门只有经本级政府指定督查事项、范围、职责和期限，才可以开展督查；请改填“受政府指定”及其内容", {});
        }
        for (const auto object : draft_.objects) {
            if (!around_.reach.contains(object)) {
                breach(Rule::Authority, "inspect.beyond_authority",
                       "越权督查：{object}不属于本级政府的部门、下级政府及其部门；请去掉这个对象",
                       {{"object", name_of(around_.unit_names, object)}});
            }
        }
    }

    void team() {
        for (const auto& person : around_.people) {
            if (!person.may_act) {
                breach(Rule::Team, draft_.leader == person.user ? "inspect.leader_only_reads" : "inspect.member_only_reads",
                       draft_.leader == person.user ? "组长{name}没有可以办理督查的岗位（只能查看），不能主持督查和送达结论；请另定组长"
                                                    : "{name}没有可以办理督查的岗位（只能查看），不能进督查组；请另选组员",
                       {{"name", person.name}});
            }
        }
        for (const auto object : draft_.objects) {
            bool somebody = false;
            for (const auto& person : around_.people) {
                const bool away = keeps_away(around_.recusals, person.user, object);
                somebody = somebody || (person.may_act && !away);
                if (away && draft_.leader == person.user) {
                    breach(Rule::Team, "inspect.leader_recused", "回避：组长{name}与督查对象{object}有关联，请另定组长",
                           {{"name", person.name}, {"object", name_of(around_.unit_names, object)}});
                }
            }
            if (!somebody) {
                breach(Rule::Team, "inspect.team_empty", "回避：督查组中没有可以督查{object}的人，请补充组员",
                       {{"object", name_of(around_.unit_names, object)}});
            }
        }
    }

    const Draft& draft_;
    const Surroundings& around_;
    const Settings& settings_;
    base::Date from_;
    base::Date to_;
    std::vector<Breach> out_;
};

}  // namespace

std::optional<Breach> past_window(const Draft& draft, base::Date today) {
    if (!draft.to || *draft.to >= today) {
        return std::nullopt;
    }
    return Breach{Rule::Period, base::phrase("inspect.window_past", "督查的最后一天{to}已过；督查须先批准再开展，请改正起止日期",
                                             {{"to", base::date_text(*draft.to)}})};
}

std::vector<Breach> breaches(const Draft& draft, const Surroundings& around, const Settings& settings) {
    return Guards{draft, around, settings}.all();
}

std::vector<Recusal> recusals_of(const std::vector<Person>& people, const std::map<UnitId, std::set<UnitId>>& below,
                                 const std::vector<Recusal>& declared) {
    auto out = declared;
    for (const auto& person : people) {
        for (const auto& [object, units] : below) {
            const bool belongs = std::any_of(person.units.begin(), person.units.end(), [&](UnitId unit) { return units.contains(unit); });
            if (belongs && !keeps_away(out, person.user, object)) {
                out.push_back({person.user, object, "在督查对象或其下属单位任职"});
            }
        }
    }
    return out;
}

bool keeps_away(const std::vector<Recusal>& recusals, UserId user, UnitId object) {
    return std::any_of(recusals.begin(), recusals.end(),
                       [&](const Recusal& recusal) { return recusal.user == user && recusal.object == object; });
}

}  // namespace luoshi::inspect
