#pragma once
#include <string>
#include <vector>

#include "base/search_words.hpp"
#include "identity/actor.hpp"
#include "plan/environment.hpp"

namespace luoshi::plan {

/// A task that has all the words in its number, title or text.
struct FoundTask {
    TaskId id{1};
    std::string ref;
    std::string plan;
    std::vector<base::Piece> title;
    std::vector<base::Piece> excerpt;
};
/// Tasks that were not rejected, of the newest plan first; at most `most`.
std::vector<FoundTask> search_tasks(store::ReadTx& tx, const identity::Actor& actor, const base::SearchWords& words, std::size_t most);

/// A clause that has all the words, and where it stands in the document.
struct FoundClause {
    ClauseId id{1};
    PlanId plan_id{1};
    std::string ref;
    std::string plan;
    int begin = 0;
    int end = 0;
    std::vector<base::Piece> excerpt;
};
/// Of the newest plan first, in the order of the document; of clauses within one another only the innermost. At most `most`.
std::vector<FoundClause> search_clauses(store::ReadTx& tx, Environment& env, const identity::Actor& actor, const base::SearchWords& words,
                                        std::size_t most);

}  // namespace luoshi::plan
