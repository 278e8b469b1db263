#pragma once
#include <gtest/gtest.h>

#include <memory>
#include <set>
#include <string>

#include "identity/actor.hpp"
#include "notice/inbox_service.hpp"
#include "notice/notice_service.hpp"
#include "store/store.hpp"
#include "support/test_database.hpp"

namespace luoshi::notice {

/// Stands still until told to move.
class SteppedClock final : public base::Clock {
public:
    base::Moment now() const override { return at; }
    base::Moment at{base::Moment{*base::make_date(2020, 7, 3)} + std::chrono::hours{2}};  // Friday, ten o'clock in Beijing
};

inline const UnitId kCounty{1};
inline const UserId kHead{1};   ///< leads the county
inline const UserId kClerk{2};  ///< of the county
inline const UserId kGone{3};   ///< of the county, disabled

/// A county with a head, a clerk and somebody whose account is disabled; all may fill in reports.
class NoticeSite : public testing::TestWithParam<store::Engine> {
protected:
    NoticeSite();

    static Settings settings() {
        Settings out;
        out.kinds = {{"report.returned", "填报被退回", MailChoice::AtOnce},
                     {"report.due_soon", "填报将到期", MailChoice::Digest},
                     {"order.chased", "催办", MailChoice::Inbox}};
        out.give_up_after = 3;
        return out;
    }
    identity::Actor actor(UserId user) const;
    /// Tells a user something of a kind; false when he was told for the key before.
    bool tell(UserId user, const std::string& kind, const std::string& text = "请更正", std::optional<std::string> once = {});

    tests::TestDatabase db_{GetParam()};
    SteppedClock clock_;
    base::IdSource ids_{clock_, 1};
    Inbox inbox_{*db_, ids_, clock_, settings()};
};

}  // namespace luoshi::notice
