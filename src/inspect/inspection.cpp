#include "inspect/inspection.hpp"

#include <algorithm>

namespace luoshi::inspect {
namespace {

bool blank(std::string_view text) { return text.find_first_not_of(" \t\r\n") == std::string_view::npos; }

}  // namespace

std::string_view state_name(State state) {
    constexpr std::array<std::string_view, 6> names{"拟稿", "待批准", "未批准", "督查中", "已结束", "已终止"};
    return names[static_cast<std::size_t>(state)];
}

std::string_view type_name(Type type) {
    constexpr std::array<std::string_view, 5> names{"综合督查", "专项督查", "事件调查", "日常督办", "线索核查"};
    return names[static_cast<std::size_t>(type)];
}

base::Result<State> after(State from, Act act) {
    const bool drafted = from == State::Draft || from == State::Refused;
    switch (act) {
        case Act::Edit:
            if (drafted) {
                return from;
            }
            break;
        case Act::Submit:
            if (drafted) {
                return State::Pending;
            }
            break;
        case Act::Approve:
            if (from == State::Pending) {
                return State::Approved;
            }
            break;
        case Act::Refuse:
            if (from == State::Pending) {
                return State::Refused;
            }
            break;
        case Act::Cancel:
            if (drafted || from == State::Pending || from == State::Approved) {
                return State::Cancelled;
            }
            break;
        case Act::Inspect:
            if (from == State::Approved) {
                return from;
            }
            break;
        case Act::Conclude:
            if (from == State::Approved) {
                return State::Concluded;
            }
            break;
    }
    return base::conflict(base::phrase("inspect.bad_state", "这次督查现在是“{state}”，不能这样办理；请刷新后查看最新状态",
                                       {{"state", std::string{state_name(from)}}, {"state_code", std::string{plan::word(from)}}}));
}

bool Draft::is_secret() const { return std::find(methods.begin(), methods.end(), Method::SecretVisit) != methods.end(); }

std::vector<base::FieldError> lacks(const Draft& draft) {
    std::vector<base::FieldError> out;
    const auto lack = [&](bool wrong, const char* field, const char* code, const char* text) {
        if (wrong) {
            out.push_back(base::field_error(field, base::phrase(code, text)));
        }
    };
    lack(blank(draft.title), "/title", "inspect.title_missing", "请填写督查名称");
    lack(draft.methods.empty(), "/methods", "inspect.methods_missing", "请至少选择一种督查方式");
    lack(blank(draft.basis), "/basis", "inspect.basis_missing", "请写明督查依据：政府的决定、负责人的指示或经批准的建议及其文号、日期");
    lack(draft.authority == Authority::Delegated && !draft.delegation.is_whole(), "/delegation", "inspect.delegation_missing",
         "部门受政府指定督查的，须写明指定的事项、范围、职责和期限");
    lack(draft.objects.empty(), "/objects", "inspect.objects_missing", "请至少选择一个督查对象");
    lack(blank(draft.content) && draft.tasks.empty(), "/content", "inspect.content_missing", "请写明督查内容，或选择要看的任务");
    lack(blank(draft.scope), "/scope", "inspect.scope_missing", "请写明督查范围");
    lack(!draft.from || !draft.to, "/from", "inspect.window_missing", "请填写督查的起止日期");
    lack(draft.from && draft.to && *draft.to < *draft.from, "/to", "inspect.window_backwards", "结束日期早于开始日期，请改正");
    lack(!draft.leader, "/leader", "inspect.leader_missing", "请确定督查组组长（组长负责制）");
    lack(draft.leader && std::find(draft.members.begin(), draft.members.end(), *draft.leader) != draft.members.end(), "/members",
         "inspect.leader_twice", "组长不必再列为组员，请去掉重复的一次");
    return out;
}

}  // namespace luoshi::inspect
