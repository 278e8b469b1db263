#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <random>
#include <sstream>

#include "base/text.hpp"
#include "corpus/extraction_score.hpp"
#include "corpus/renamed_plan.hpp"
#include "document/extraction_json.hpp"
#include "document/extractor.hpp"

namespace luoshi::corpus {
namespace {

const std::filesystem::path kCorpus = "tests/corpus";

std::string content(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    EXPECT_TRUE(file) << path;
    std::stringstream bytes;
    bytes << file.rdbuf();
    return bytes.str();
}

plan::PlanDraft draft_of(std::string_view bytes, std::string_view name) {
    auto draft = document::extract(bytes, name);
    EXPECT_TRUE(draft) << name << ": " << (draft ? "" : draft.error().message);
    return draft ? std::move(*draft) : plan::PlanDraft{};
}

plan::PlanDraft cangzhou() { return draft_of(content(kCorpus / "cangzhou.txt"), "cangzhou.txt"); }

void print_differences(const Score& score) {
    for (const auto& line : score.differences) {
        std::cout << "   " << line << '\n';
    }
}

TEST(CangzhouPlan, AgreesWithItsLabels) {
    const Score found = score(content(kCorpus / "cangzhou.json"), cangzhou());
    print_differences(found);
    EXPECT_GE(found.overall(), 0.97);
    EXPECT_EQ(found.tallies.at("targets").extra, 0);
    EXPECT_GE(found.tallies.at("years").f1(), 0.98);
    EXPECT_GE(found.tallies.at("meta").f1(), 0.98);
    EXPECT_GE(found.tallies.at("op").f1(), 0.95);
}

TEST(CangzhouPlan, Gives43FiguresAndThreeTargetsWithoutNumber) {
    const auto draft = cangzhou();
    ASSERT_EQ(draft.tasks.size(), 37U);
    int figures = 0;
    std::vector<std::string> others;
    for (const auto& task : draft.tasks) {
        for (const auto& target : task.targets) {
            target.kind == plan::TargetKind::Numeric ? void(++figures)
                                                     : others.push_back(task.ref + " " + target.name + " " + target.scope);
        }
    }
    EXPECT_EQ(figures, 43);
    EXPECT_EQ(others,
              (std::vector<std::string>{"一(三) 制定出台操作性强的推进措施 ", "T10 全部列入国家电子商务进农村综合示范项目 盐山县、海兴县",
                                        "T11 固定宽带家庭普及率 沧州市信息通信业“十三五”规划发展目标"}));
}

TEST(CangzhouPlan, AsksWhatOnlyAPersonCanDecide) {
    std::vector<std::string> asked;
    for (const auto& task : cangzhou().tasks) {
        for (const auto& question : task.questions) {
            asked.push_back(task.ref + " " + question.code + " " + question.subject);
        }
    }
    EXPECT_EQ(asked, (std::vector<std::string>{"一(二) unit.open_group 市政府有关部门", "T4 unit.open_group 相关县市区政府",
                                               "T9 duty.lead_cell_group 各县市区政府", "T9 duty.no_responsible 推广电子商务+电子政务融合",
                                               "T10 unit.open_group 相关县市政府",
                                               "T11 duty.lead_cell_many 市工信局、市智慧办、市商务局、市发改委",
                                               "T11 duty.no_responsible 加强基础设施建设", "T14-1 unit.open_group 市直相关单位"}));
}

TEST(CangzhouPlan, PlacesEverySpanOnTheWordsItNames) {
    const auto draft = cangzhou();
    const auto text = *base::decode_utf8(draft.text);
    const auto cut = [&](const plan::Span& span) {
        return base::encode_utf8(
            std::u32string_view(text).substr(static_cast<std::size_t>(span.begin), static_cast<std::size_t>(span.end - span.begin)));
    };
    for (const auto& task : draft.tasks) {
        for (const auto* units : {&task.lead_units, &task.responsible_units}) {
            for (const auto& unit : *units) {
                EXPECT_EQ(cut(unit.span), unit.name) << task.ref;
            }
        }
        for (const auto& target : task.targets) {
            EXPECT_GE(target.span.start_line, task.span.start_line);
            EXPECT_LE(target.span.end_line, task.span.end_line);
            if (target.value) {
                const bool numeral =
                    cut(target.span).find(target.value->text()) != std::string::npos || cut(target.span).find("一") != std::string::npos;
                EXPECT_TRUE(numeral) << task.ref << ' ' << cut(target.span);
            }
        }
        ASSERT_GE(task.clause, 0);
        EXPECT_EQ(draft.clauses[static_cast<std::size_t>(task.clause)].ref, task.ref);
    }
}

TEST(CangzhouPlan, KeepsItsClausesInATree) {
    const auto draft = cangzhou();
    const auto clause = std::find_if(draft.clauses.begin(), draft.clauses.end(), [](const auto& c) { return c.ref == "四(三)"; });
    ASSERT_NE(clause, draft.clauses.end());
    EXPECT_EQ(clause->title, "深化电商扶贫");
    EXPECT_EQ(clause->level, 1);
    EXPECT_EQ(draft.clauses[static_cast<std::size_t>(clause->parent)].title, "广泛精准对接资源，充分发挥搭桥功能");
    const auto count = [&](plan::ClauseKind kind) {
        return std::count_if(draft.clauses.begin(), draft.clauses.end(), [&](const auto& c) { return c.kind == kind; });
    };
    EXPECT_EQ(count(plan::ClauseKind::Heading), 5);
    EXPECT_EQ(count(plan::ClauseKind::Paragraph), 19);
    EXPECT_EQ(count(plan::ClauseKind::TableRow), 17);
    const auto& front = draft.clauses[draft.clauses.size() - 2];
    const auto& back = draft.clauses.back();
    EXPECT_EQ(front.kind, plan::ClauseKind::Front);
    EXPECT_EQ(front.span.end_line, 25);
    EXPECT_EQ(back.kind, plan::ClauseKind::Back);
    EXPECT_EQ(back.span.start_line, 112);
}

/// What the extraction says apart from names.
std::vector<std::string> structure(const plan::PlanDraft& draft) {
    std::vector<std::string> out;
    for (const auto& task : draft.tasks) {
        std::string line = task.ref + " " + std::to_string(task.span.start_line) + "-" + std::to_string(task.span.end_line) + " lead " +
                           std::to_string(task.lead_units.size()) + " responsible " + std::to_string(task.responsible_units.size()) +
                           " measures " + std::to_string(task.measures.size()) + " questions " + std::to_string(task.questions.size()) +
                           (task.deadline ? " by " + base::date_text(*task.deadline) : "");
        for (const auto& target : task.targets) {
            line += " [" + std::to_string(static_cast<int>(target.kind)) + " " + (target.value ? target.value->text() : "") + " " +
                    std::to_string(target.year.value_or(0)) + "]";
        }
        out.push_back(std::move(line));
    }
    return out;
}

TEST(CangzhouPlan, HasTheSameStructureWhenEveryNameIsReplaced) {
    const std::string original = content(kCorpus / "cangzhou.txt");
    const std::string renamed = renamed_plan(original);
    for (const char* name : {"沧", "商务局", "黄骅", "淘宝", "阿里", "电商"}) {
        EXPECT_EQ(renamed.find(name), std::string::npos) << name;
    }
    EXPECT_EQ(structure(draft_of(renamed, "renamed.txt")), structure(draft_of(original, "original.txt")));
}

TEST(DevCases, ReachThePooledScore) {
    Score pooled;
    for (const auto& entry : std::filesystem::directory_iterator(kCorpus / "dev")) {
        const auto& path = entry.path();
        if (path.extension() == ".json") {
            continue;
        }
        auto labels = path;
        labels.replace_extension(".json");
        const Score found = score(content(labels), draft_of(content(path), path.filename().string()));
        std::cout << path.stem().string() << "  " << found.overall() << '\n';
        print_differences(found);
        pooled.add(found);
    }
    std::cout << "pooled " << pooled.overall() << '\n';
    EXPECT_GE(pooled.overall(), 0.95);
}

TEST(ExtractionScore, SeesWhatIsMissingAndWhatIsWrong) {
    auto draft = cangzhou();
    const std::string labels = content(kCorpus / "cangzhou.json");
    const double full = score(labels, draft).overall();
    for (auto& task : draft.tasks) {
        if (!task.targets.empty() && task.targets.front().value) {
            task.targets.front().value = base::Decimal::from_e4(task.targets.front().value->e4() + 1);
        }
    }
    const Score worse = score(labels, draft);
    EXPECT_LT(worse.overall(), full);
    EXPECT_GT(worse.tallies.at("targets").extra, 10);
    draft.tasks.clear();
    EXPECT_EQ(score(labels, draft).tallies.at("tasks").missed, 37);
}

/// Broken input must give a draft or an error, never a crash; the time of the whole test bounds the time of each reading.
TEST(AnyBytes, GiveADraftOrAnError) {
    const std::string plan = content(kCorpus / "cangzhou.txt");
    std::mt19937 random(20180817);
    const std::string marks = "()、,;:。\t\n0123456789%“”《》|<>&\"-";
    const char* const names[] = {"a.txt", "a.csv", "a.md", "a.html", "a.docx"};
    for (int round = 0; round < 120; ++round) {
        std::string bytes = plan.substr(random() % (plan.size() / 2), 200 + random() % 6000);
        const std::size_t changes = 1 + random() % 60;
        for (std::size_t i = 0; i < changes; ++i) {
            const std::size_t at = random() % bytes.size();
            switch (random() % 4) {
                case 0:
                    bytes[at] = static_cast<char>(random() % 256);
                    break;
                case 1:
                    bytes[at] = marks[random() % marks.size()];
                    break;
                case 2:
                    bytes.erase(at, random() % 30);
                    bytes += "1";
                    break;
                default:
                    bytes.insert(at, bytes.substr(random() % bytes.size(), random() % 200));
            }
        }
        if (round % 2 == 0) {  // keep it valid text, so that the rules are reached
            std::string valid;
            for (const char32_t c : base::decode_utf8(bytes).value_or(*base::decode_utf8(plan.substr(plan.find("一、"), 900 / 3 * 3)))) {
                base::append_utf8(valid, c);
            }
            bytes = valid;
        }
        for (const char* name : names) {
            const auto draft = document::extract(bytes, name);
            EXPECT_TRUE(draft ? !document::extraction_json(*draft).empty() : !draft.error().message.empty());
        }
    }
}

TEST(AnyBytes, AreReadInTimeProportionalToTheirLength) {
    const char* const pieces[] = {"(",  "1个", "一、", "每县2个,", "\t1", "各县、", "2018年",    "市局要",
                                  "\"", "<p",  "1\n",  "。",       "“一", "、10",   "责任单位:", "|"};
    for (const char* piece : pieces) {
        std::string bytes = "一、目标任务\n";
        while (bytes.size() < 200'000) {
            bytes += piece;
        }
        const auto start = std::chrono::steady_clock::now();
        for (const char* name : {"a.txt", "a.csv", "a.html"}) {
            const auto draft = document::extract(bytes, name);
            EXPECT_TRUE(draft || !draft.error().message.empty());
        }
        EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(6)) << piece;
    }
}

}  // namespace
}  // namespace luoshi::corpus
