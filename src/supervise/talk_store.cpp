#include "supervise/talk_store.hpp"

namespace luoshi::supervise {
namespace {

using store::Row;
using store::Sql;

const Sql kPut{
    "talk.put",
    "INSERT INTO caution_talk (caution_id, number, on_day, at_time, place, level, form, presider, attendee, post, notified_on, "
    "notified_by, problem, explanation, demands, rectify_by, recorded_on, recorded_by, signed_on, signed_by, met, found, checked_on, "
    "checked_by) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24) "
    "ON CONFLICT (caution_id) DO UPDATE SET number = excluded.number, on_day = excluded.on_day, at_time = excluded.at_time, place = "
    "excluded.place, level = excluded.level, form = excluded.form, presider = excluded.presider, attendee = excluded.attendee, post = "
    "excluded.post, notified_on = excluded.notified_on, notified_by = excluded.notified_by, problem = excluded.problem, explanation = "
    "excluded.explanation, demands = excluded.demands, rectify_by = excluded.rectify_by, recorded_on = excluded.recorded_on, recorded_by "
    "= excluded.recorded_by, signed_on = excluded.signed_on, signed_by = excluded.signed_by, met = excluded.met, found = excluded.found, "
    "checked_on = excluded.checked_on, checked_by = excluded.checked_by"};
const Sql kFind{"talk.find",
                "SELECT number, on_day, at_time, place, level, form, presider, attendee, post, notified_on, notified_by, problem, "
                "explanation, demands, rectify_by, recorded_on, recorded_by, signed_on, signed_by, met, found, checked_on, checked_by "
                "FROM caution_talk WHERE caution_id = $1"};
const Sql kForget{"talk.forget_commitments", "DELETE FROM caution_commitment WHERE caution_id = $1"};
const Sql kCommit{"talk.commit", "INSERT INTO caution_commitment (caution_id, place, what, due_on) VALUES ($1, $2, $3, $4)"};
const Sql kCommitments{"talk.commitments", "SELECT what, due_on FROM caution_commitment WHERE caution_id = $1 ORDER BY place"};

Talk talk_of(const Row& row) {
    Talk out{.notice = {.number = row.text(0),
                        .on_day = row.date(1),
                        .at_time = row.text(2),
                        .place = row.text(3),
                        .level = row.text(4),
                        .form = row.text(5),
                        .presider = row.text(6),
                        .attendee = row.text(7),
                        .post = row.text(8)},
             .notified_on = row.date(9),
             .notified_by = row.text(10),
             .recorded_on = row.opt_date(15),
             .recorded_by = row.text(16),
             .signed_on = row.opt_date(17),
             .signed_by = row.text(18),
             .found = row.text(20),
             .checked_on = row.opt_date(21),
             .checked_by = row.text(22)};
    if (const auto due = row.opt_date(14)) {
        out.minutes = {.problem = row.text(11), .explanation = row.text(12), .demands = row.text(13), .commitments = {}, .rectify_by = *due};
    }
    if (const auto met = row.opt_integer(19)) {
        out.met = *met == 1;
    }
    return out;
}

}  // namespace

void put_talk(store::WriteTx& tx, CautionId id, const Talk& talk) {
    const auto& notice = talk.notice;
    const TalkMinutes none;
    const auto& minutes = talk.minutes ? *talk.minutes : none;
    const auto due = talk.minutes ? std::optional{minutes.rectify_by} : std::nullopt;
    const auto met = talk.met ? std::optional<std::int64_t>{*talk.met ? 1 : 0} : std::nullopt;
    tx.execute(kPut, {id,
                      notice.number,
                      notice.on_day,
                      notice.at_time,
                      notice.place,
                      notice.level,
                      notice.form,
                      notice.presider,
                      notice.attendee,
                      notice.post,
                      talk.notified_on,
                      talk.notified_by,
                      minutes.problem,
                      minutes.explanation,
                      minutes.demands,
                      due,
                      talk.recorded_on,
                      talk.recorded_by,
                      talk.signed_on,
                      talk.signed_by,
                      met,
                      talk.found,
                      talk.checked_on,
                      talk.checked_by});
    tx.execute(kForget, {id});
    std::int64_t place = 0;
    for (const auto& one : minutes.commitments) {
        tx.execute(kCommit, {id, ++place, one.what, one.due_on});
    }
}

std::optional<Talk> find_talk(store::ReadTx& tx, CautionId id) {
    auto talk = tx.one(kFind, {id}, talk_of);
    if (talk && talk->minutes) {
        talk->minutes->commitments = tx.all(kCommitments, {id}, [](const Row& row) { return Commitment{row.text(0), row.date(1)}; });
    }
    return talk;
}

}  // namespace luoshi::supervise
