#pragma once
#include "supervise/caution_service.hpp"
#include "supervise/talk_store.hpp"

namespace luoshi::supervise {

/// A talk as a reader sees it; no talk: nothing was announced, or the reader only reads and it was not held yet.
struct TalkView {
    CautionView caution;
    std::optional<Talk> talk;
    bool may_notify = false;
    bool may_record = false;
    bool may_sign = false;
    bool may_check = false;
};

/// The talk (约谈) that carries out a rung with `talk: true` (domain 1.6): announced in advance, minutes signed by both sides, what was
/// demanded checked. Its version is that of the caution. Errors of each step: those of Cautions::load, talk.none, talk.not_yours,
/// talk.wrong_step.
class Talks {
public:
    Talks(store::Database& db, base::IdSource& ids, const base::Clock& clock, Cautions& cautions, std::function<base::Date()> today)
        : db_(db), ids_(ids), clock_(clock), cautions_(cautions), today_(std::move(today)) {}

    const Ladder& ladder() const { return cautions_.ladder(); }
    base::Result<TalkView> read(const identity::Actor& actor, CautionId id);
    /// The supervising unit tells time, place and people, also anew until minutes are recorded. Errors: talk.day_past.
    base::Result<TalkView> notify(const identity::Actor& actor, CautionId id, std::int64_t version, const TalkNotice& notice);
    /// The supervising unit records the minutes and so signs them, also anew until the unit has signed. Errors: talk.not_yet, talk.due_early,
    /// talk.commitments.
    base::Result<TalkView> record(const identity::Actor& actor, CautionId id, std::int64_t version, const TalkMinutes& minutes);
    /// The head of the unit signs.
    base::Result<TalkView> sign(const identity::Actor& actor, CautionId id, std::int64_t version);
    /// The supervising unit checks what came of it; again as long as it was not met.
    base::Result<TalkView> check(const identity::Actor& actor, CautionId id, std::int64_t version, bool met, const std::string& found);

private:
    TalkView view(store::ReadTx& tx, const identity::Actor& actor, CautionRow row) const;
    template <class Step>
    base::Result<TalkView> take(const identity::Actor& actor, CautionId id, std::int64_t version, bool TalkView::*may, const char* what,
                                Step step);
    void tell(store::WriteTx& tx, const CautionRow& row, identity::UnitId unit, const char* permission, base::Phrase said);

    store::Database& db_;
    base::IdSource& ids_;
    const base::Clock& clock_;
    Cautions& cautions_;
    std::function<base::Date()> today_;
};

}  // namespace luoshi::supervise
