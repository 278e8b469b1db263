#include "plan/search_service.hpp"

#include <algorithm>
#include <set>

#include "base/text.hpp"
#include "plan/access.hpp"
#include "plan/document_service.hpp"
#include "plan/plan_service.hpp"
#include "plan/task_store.hpp"

namespace luoshi::plan {
namespace {

constexpr std::size_t kTitle = 60;
constexpr std::size_t kExcerpt = 80;

std::u32string decoded(std::string_view text) { return base::decode_utf8(text).value_or(U""); }

}  // namespace

std::vector<FoundTask> search_tasks(store::ReadTx& tx, const identity::Actor& actor, const base::SearchWords& words, std::size_t most) {
    std::vector<FoundTask> out;
    for (const auto& task : task_texts(tx)) {
        const auto title = decoded(task.title);
        const auto content = decoded(task.content);
        if (out.size() < most && sees_plan(actor, task.plan_state) && words.all_in({decoded(task.ref), title, content})) {
            out.push_back({task.id, task.ref, task.plan, words.pieces(title, kTitle), words.pieces(content, kExcerpt)});
        }
    }
    return out;
}

std::vector<FoundClause> search_clauses(store::ReadTx& tx, Environment& env, const identity::Actor& actor, const base::SearchWords& words,
                                        std::size_t most) {
    std::vector<FoundClause> out;
    for (const auto& plan : plans_for(tx, actor)) {
        const auto document = find_document_of(tx, plan.id);
        if (!document || out.size() >= most) {
            continue;
        }
        const auto text = decoded(text_of(tx, env, *document)->text());
        std::vector<std::pair<ClauseRow, std::u32string_view>> found;
        std::set<ClauseId> around;
        for (auto& clause : clauses_of(tx, *document)) {
            const auto begin = std::min(text.size(), static_cast<std::size_t>(clause.span.begin));
            const auto words_of_clause = std::u32string_view{text}.substr(begin, static_cast<std::size_t>(clause.span.end) - begin);
            if (words.all_in({words_of_clause})) {
                if (clause.parent) {
                    around.insert(*clause.parent);
                }
                found.emplace_back(std::move(clause), words_of_clause);
            }
        }
        for (const auto& [clause, its_words] : found) {
            if (out.size() < most && !around.contains(clause.id)) {
                out.push_back({clause.id, plan.id, clause.ref, plan.title, clause.span.begin, clause.span.end,
                               words.pieces(base::trim(its_words), kExcerpt)});
            }
        }
    }
    return out;
}

}  // namespace luoshi::plan
