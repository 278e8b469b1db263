#include "notice/inbox_service.hpp"

#include "audit/audit.hpp"
#include "mail/message.hpp"
#include "notice/notice_store.hpp"
#include "notice/outbox_store.hpp"

namespace luoshi::notice {
namespace {

const audit::Action kPreferences{"notice.preferences", "修改消息设置"};

}  // namespace

Inbox::Inbox(store::Database& db, base::IdSource& ids, const base::Clock& clock, Settings settings)
    : db_(db), ids_(ids), clock_(clock), settings_(std::move(settings)) {}

InboxPage Inbox::list(const identity::Actor& actor, const InboxFilter& filter) {
    return db_.read([&](store::ReadTx& tx) {
        InboxPage page{.items = inbox(tx, actor.user, filter), .next = {}, .unread = notice::unread(tx, actor.user)};
        if (page.items.size() > static_cast<std::size_t>(filter.limit)) {
            page.items.pop_back();
            page.next = page.items.back().id;
        }
        return page;
    });
}

std::int64_t Inbox::unread(const identity::Actor& actor) {
    return db_.read([&](store::ReadTx& tx) { return notice::unread(tx, actor.user); });
}

base::Status Inbox::mark_read(const identity::Actor& actor, std::int64_t notice) {
    return db_.write([&](store::WriteTx& tx) -> base::Status {
        if (!is_of(tx, actor.user, notice)) {
            return base::not_found("notice.not_found", "没有这条消息；请刷新后重试");
        }
        set_read(tx, actor.user, notice, clock_.now());
        return base::Done{};
    });
}

int Inbox::mark_all_read(const identity::Actor& actor, std::int64_t up_to, const std::string& kind) {
    return db_.write([&](store::WriteTx& tx) -> base::Result<int> { return set_all_read(tx, actor.user, up_to, kind, clock_.now()); })
        .value();
}

Preferences Inbox::preferences(const identity::Actor& actor) {
    return db_.read([&](store::ReadTx& tx) { return notice::preferences(tx, actor.user); });
}

std::vector<UnsentMail> Inbox::unsent(const identity::Actor& actor) {
    return db_.read([&](store::ReadTx& tx) { return unsent_to(tx, actor.user); });
}

base::Result<Preferences> Inbox::change(const identity::Actor& actor, Preferences wanted, std::int64_t version) {
    std::vector<base::FieldError> wrong;
    if (!wanted.email.empty()) {
        if (const auto address = mail::check_address(wanted.email); !address) {
            wrong.push_back({"/email", address.error().code, address.error().message});
        }
    }
    if (wanted.quiet_from.has_value() != wanted.quiet_to.has_value()) {
        wrong.push_back({wanted.quiet_from ? "/quiet_to" : "/quiet_from", "notice.half_quiet", "免打扰时段的起止都要填，或都不填"});
    }
    for (const auto& [kind, choice] : wanted.mail) {
        if (settings_.kind(kind) == nullptr) {
            wrong.push_back({"/mail/" + kind, "notice.unknown_kind", "没有这种消息；请刷新后重试"});
        }
    }
    if (!wrong.empty()) {
        return base::Error{base::Category::BadInput, "request.invalid", "有字段填写不正确，请按提示修改后再保存", std::move(wrong), {}};
    }
    std::erase_if(wanted.mail, [&](const auto& choice) { return settings_.kind(choice.first)->mail == choice.second; });
    return db_.write([&](store::WriteTx& tx) -> base::Result<Preferences> {
        if (!store_preferences(tx, actor.user, wanted, version)) {
            return base::Error{
                base::Category::VersionMismatch, "notice.version_mismatch", "消息设置已在别处修改，您的修改没有保存；请刷新后重试", {}, {}};
        }
        // The address is personal data: not in the audit.
        audit::record(tx, ids_, clock_.now(), actor.origin(),
                      {.action = kPreferences, .object_kind = "user", .object_id = actor.user.text(), .summary = "修改本人的消息设置"});
        return notice::preferences(tx, actor.user);
    });
}

}  // namespace luoshi::notice
