#pragma once
#include <optional>
#include <string>
#include <vector>

#include "supervise/caution_store.hpp"

namespace luoshi::supervise {

/// What the unit is told in advance.
struct TalkNotice {
    std::string number;  ///< of the paper, as the unit that talks numbers them
    base::Date on_day;
    std::string at_time;
    std::string place;
    std::string level;  ///< deputy: of the office with a deputy head; head: of a leader with the head
    std::string form;   ///< individual, collective
    std::string presider;
    std::string attendee;  ///< name
    std::string post;
};

struct Commitment {
    std::string what;
    base::Date due_on;
};

struct TalkMinutes {
    std::string problem;
    std::string explanation;
    std::string demands;
    std::vector<Commitment> commitments;
    base::Date rectify_by;
};

/// The talk (约谈) of a caution (domain 1.6): one matter, one talk.
struct Talk {
    TalkNotice notice;
    base::Date notified_on;
    std::string notified_by;
    std::optional<TalkMinutes> minutes = {};
    std::optional<base::Date> recorded_on = {};  ///< and signed by the side that talks
    std::string recorded_by = {};
    std::optional<base::Date> signed_on = {};  ///< by the unit
    std::string signed_by = {};
    std::optional<bool> met = {};  ///< what was demanded is done
    std::string found = {};
    std::optional<base::Date> checked_on = {};
    std::string checked_by = {};
};

void put_talk(store::WriteTx& tx, CautionId id, const Talk& talk);
std::optional<Talk> find_talk(store::ReadTx& tx, CautionId id);

}  // namespace luoshi::supervise
