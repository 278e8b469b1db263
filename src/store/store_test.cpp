#include "store/store.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <thread>

#include "support/test_database.hpp"

namespace luoshi::store {
namespace {

using base::Result;
using testing::ElementsAre;
using tests::TestDatabase;

const base::EmbeddedFile kSchema[] = {{"0001_note.sql", R"sql(
CREATE TABLE folder (folder_id BIGINT PRIMARY KEY, title TEXT NOT NULL);
CREATE TABLE note (
    note_id   BIGINT PRIMARY KEY,
    folder_id BIGINT REFERENCES folder (folder_id),
    code      TEXT NOT NULL,
    line      INTEGER NOT NULL DEFAULT 1,
    body      TEXT,
    weight_e4 BIGINT,
    due_on    TEXT,
    noted_at  BIGINT,
    version   BIGINT NOT NULL DEFAULT 1,
    CONSTRAINT note_line_positive CHECK (line > 0)
);
CREATE UNIQUE INDEX note_code_uq ON note (code, line);
CREATE UNIQUE INDEX note_body_uq ON note (body) WHERE body IS NOT NULL;
)sql"}};

const Sql kAddFolder{"test.add_folder", "INSERT INTO folder (folder_id, title) VALUES ($1, $2)"};
const Sql kAddNote{"test.add_note", "INSERT INTO note (note_id, folder_id, code, line) VALUES ($1, $2, $3, $4)"};
const Sql kAddFull{"test.add_full", "INSERT INTO note (note_id, code, body, weight_e4, due_on, noted_at) VALUES ($1, $2, $3, $4, $5, $6)"};
const Sql kFull{"test.full", "SELECT note_id, code, body, weight_e4, due_on, noted_at, folder_id FROM note WHERE note_id = $1"};
const Sql kCodes{"test.codes", "SELECT code FROM note ORDER BY note_id"};
const Sql kCount{"test.count", "SELECT count(*) FROM note"};
const Sql kSum{"test.sum", "SELECT sum(note_id) FROM note"};
const Sql kBelow{"test.below", "SELECT note_id FROM note WHERE note_id < $1 ORDER BY note_id"};
// Parameters out of order: SQLite numbers them by first appearance.
const Sql kShuffled{"test.shuffled", "SELECT code FROM note WHERE line = $2 AND code = $1 AND note_id = $3"};
const Sql kRevise{"test.revise", "UPDATE note SET body = $3, version = version + 1 WHERE note_id = $1 AND version = $2"};
const Sql kLike{"test.like", "SELECT count(*) FROM note WHERE code LIKE $1"};
const Sql kMissing{"test.by_folder", "SELECT count(*) FROM note WHERE folder_id IS NOT DISTINCT FROM CAST($1 AS BIGINT)"};

void insert(WriteTx& tx, std::int64_t id, const char* code, int line = 1) { tx.execute(kAddNote, {id, nullptr, code, line}); }

Result<int> add_note(WriteTx& tx, std::int64_t id, const char* code) {
    insert(tx, id, code);
    return 0;
}

// The common subset of SQL: these texts run unchanged on both engines.
const Sql kReturning{"test.returning",
                     R"sql(INSERT INTO note (note_id, code) VALUES ($1, $2)
ON CONFLICT (code, line) DO UPDATE SET version = note.version + 1 RETURNING note_id, version)sql"};
const Sql kOnConflict{"test.on_conflict", "INSERT INTO note (note_id, code) VALUES ($1, $2) ON CONFLICT DO NOTHING"};
const Sql kRecursive{"test.recursive", R"sql(
WITH RECURSIVE step (n) AS (SELECT CAST(1 AS BIGINT) UNION ALL SELECT n + 1 FROM step WHERE n < $1) SELECT sum(n) FROM step)sql"};
const Sql kWindow{"test.window", R"sql(
SELECT code, rank() OVER (ORDER BY line DESC), count(*) FILTER (WHERE line > 1) OVER () FROM note ORDER BY note_id)sql"};
const Sql kKeyset{"test.keyset", "SELECT note_id FROM note WHERE (line, note_id) > ($1, $2) ORDER BY line, note_id LIMIT $3"};
const Sql kNulls{"test.nulls", "SELECT note_id FROM note ORDER BY due_on NULLS FIRST, note_id"};
const Sql kTruth{"test.truth", "SELECT code = $1, EXISTS (SELECT 1 FROM note n WHERE n.line > 99), 7 / 2, length(code) FROM note"};

class Store : public testing::TestWithParam<Engine> {
protected:
    std::vector<std::string> codes() {
        return db->read([](ReadTx& tx) { return tx.all(kCodes, {}, [](const Row& row) { return row.text(0); }); });
    }
    TestDatabase db{GetParam(), kSchema};
};

TEST_P(Store, ReturnsEveryKindOfValueAsItWasWritten) {
    const std::string text = "电商进农村：“三年行动”\n第一年 ✓ 𠮷";
    const auto weight = *base::Decimal::parse("-12.3456");
    const auto due = *base::make_date(2018, 8, 31);
    const base::Moment moment{std::chrono::microseconds{1'593'734'400'123'456}};
    const std::int64_t id = 9'007'199'254'740'993;  // beyond what a double can hold
    ASSERT_TRUE(db->write([&](WriteTx& tx) -> Result<int> {
        tx.execute(kAddFull, {id, "甲", text, weight, due, moment});
        tx.execute(kAddFull, {1, "", std::optional<std::string>{}, std::optional<base::Decimal>{}, nullptr, nullptr});
        return 0;
    }));
    db->read([&](ReadTx& tx) {
        tx.each(kFull, {id}, [&](const Row& row) {
            EXPECT_EQ(row.integer(0), id);
            EXPECT_EQ(row.text(1), "甲");
            EXPECT_EQ(row.opt_text(2), text);
            EXPECT_EQ(row.decimal(3), weight);
            EXPECT_EQ(row.date(4), due);
            EXPECT_EQ(row.moment(5), moment);
        });
        tx.each(kFull, {1}, [&](const Row& row) {
            EXPECT_EQ(row.text(1), "");
            EXPECT_EQ(row.opt_text(2), std::nullopt);
            EXPECT_EQ(row.opt_decimal(3), std::nullopt);
            EXPECT_EQ(row.opt_date(4), std::nullopt);
            EXPECT_EQ(row.opt_moment(5), std::nullopt);
        });
    });
}

TEST_P(Store, ReadingNullOrTextAsANumberIsAFault) {
    ASSERT_TRUE(db->write([&](WriteTx& tx) { return add_note(tx, 1, "甲"); }));
    db->read([&](ReadTx& tx) {
        tx.each(kFull, {1}, [&](const Row& row) {
            EXPECT_THROW(row.integer(3), Fault);
            EXPECT_THROW(row.integer(1), Fault);
            EXPECT_THROW(row.view(2), Fault);
            EXPECT_THROW(row.date(1), Fault);
        });
    });
}

TEST_P(Store, BindsParametersByTheirNumber) {
    ASSERT_TRUE(db->write([&](WriteTx& tx) -> Result<int> {
        insert(tx, 7, "乙", 3);
        return 0;
    }));
    const auto code = db->read([](ReadTx& tx) { return tx.one(kShuffled, {"乙", 3, 7}, [](const Row& row) { return row.text(0); }); });
    EXPECT_EQ(code, "乙");
}

TEST_P(Store, RefusesAWrongNumberOfParameters) {
    EXPECT_ANY_THROW(db->read([](ReadTx& tx) { return tx.integer(kBelow, {}); }));
    EXPECT_ANY_THROW(db->read([](ReadTx& tx) { return tx.integer(kBelow, {1, 2}); }));
}

TEST_P(Store, SumsAreWholeNumbersAndNothingOverNoRows) {
    EXPECT_EQ(db->read([](ReadTx& tx) { return tx.integer(kSum); }), std::nullopt);
    ASSERT_TRUE(db->write([&](WriteTx& tx) -> Result<int> {
        insert(tx, 4'000'000'000, "甲");
        return add_note(tx, 5'000'000'000, "乙");
    }));
    EXPECT_EQ(db->read([](ReadTx& tx) { return tx.integer(kSum); }), 9'000'000'000);
}

TEST_P(Store, LikeMindsCaseAndNullComparesWithACast) {
    ASSERT_TRUE(db->write([&](WriteTx& tx) { return add_note(tx, 1, "abc"); }));
    db->read([](ReadTx& tx) {
        EXPECT_EQ(tx.integer(kLike, {"a%"}), 1);
        EXPECT_EQ(tx.integer(kLike, {"A%"}), 0);
        EXPECT_EQ(tx.integer(kMissing, {nullptr}), 1);
    });
}

TEST_P(Store, RunsTheCommonSubsetOfSqlUnchanged) {
    const auto upsert = [](WriteTx& tx, std::int64_t id) {
        return tx.one(kReturning, {id, "甲乙"}, [](const Row& row) { return std::pair{row.integer(0), row.integer(1)}; });
    };
    ASSERT_TRUE(db->write([&](WriteTx& tx) -> Result<int> {
        EXPECT_EQ(upsert(tx, 1), (std::pair<std::int64_t, std::int64_t>{1, 1}));
        EXPECT_EQ(upsert(tx, 2), (std::pair<std::int64_t, std::int64_t>{1, 2}));
        EXPECT_EQ(tx.execute(kOnConflict, {3, "甲乙"}), 0);
        return 0;
    }));
    db->read([](ReadTx& tx) {
        EXPECT_EQ(tx.integer(kRecursive, {100}), 5050);
        tx.each(kTruth, {"甲乙"}, [](const Row& row) {
            EXPECT_EQ(row.integer(0), 1);
            EXPECT_EQ(row.integer(1), 0);
            EXPECT_EQ(row.integer(2), 3);
            EXPECT_EQ(row.integer(3), 2);
        });
    });
    const auto moment = base::Moment{};
    ASSERT_TRUE(db->write([&](WriteTx& tx) -> Result<int> {
        tx.execute(kAddFull, {5, "丙", nullptr, nullptr, *base::make_date(2020, 1, 1), moment});
        insert(tx, 6, "丁", 3);
        return 0;
    }));
    db->read([](ReadTx& tx) {
        const auto id = [](const Row& row) { return row.integer(0); };
        EXPECT_THAT(tx.all(kKeyset, {1, 1, 10}, id), ElementsAre(5, 6));
        EXPECT_THAT(tx.all(kKeyset, {1, 1, 1}, id), ElementsAre(5));
        EXPECT_THAT(tx.all(kNulls, {}, id), ElementsAre(1, 6, 5));
        EXPECT_THAT(tx.all(kWindow, {}, [](const Row& row) { return row.integer(1) * 10 + row.integer(2); }), ElementsAre(21, 21, 11));
    });
}

TEST_P(Store, RowCallbackMayRunTheSameStatement) {
    ASSERT_TRUE(db->write([&](WriteTx& tx) -> Result<int> {
        for (int i = 1; i <= 4; ++i) {
            insert(tx, i, "甲", i);
        }
        return 0;
    }));
    std::vector<std::int64_t> seen;
    db->read([&](ReadTx& tx) {
        tx.each(kBelow, {4}, [&](const Row& outer) {
            tx.each(kBelow, {outer.integer(0)}, [&](const Row& inner) { seen.push_back(outer.integer(0) * 10 + inner.integer(0)); });
        });
    });
    EXPECT_THAT(seen, ElementsAre(21, 31, 32));
}

TEST_P(Store, AnExceptionInARowCallbackLeavesTheConnectionUsable) {
    ASSERT_TRUE(db->write([&](WriteTx& tx) { return add_note(tx, 1, "甲"); }));
    for (int i = 0; i < 20; ++i) {
        EXPECT_THROW(db->read([](ReadTx& tx) {
            tx.each(kCodes, {}, [](const Row&) { throw std::runtime_error("callback"); });
            return 0;
        }),
                     std::runtime_error);
    }
    EXPECT_THAT(codes(), ElementsAre("甲"));
}

TEST_P(Store, AReadSeesOneSnapshot) {
    ASSERT_TRUE(db->write([&](WriteTx& tx) { return add_note(tx, 1, "甲"); }));
    const auto counts = db->read([&](ReadTx& tx) {
        const auto before = tx.integer(kCount);
        std::thread([&] { EXPECT_TRUE(db->write([&](WriteTx& other) { return add_note(other, 2, "乙"); })); }).join();
        return std::pair{before, tx.integer(kCount)};
    });
    EXPECT_EQ(counts, (std::pair{std::optional<std::int64_t>{1}, std::optional<std::int64_t>{1}}));
    EXPECT_THAT(codes(), ElementsAre("甲", "乙"));
}

TEST_P(Store, ReadingCannotWrite) {
    EXPECT_THROW(db->read([](ReadTx& tx) { return tx.integer(kAddFolder, {1, "甲"}); }), Fault);
}

TEST_P(Store, KeepsNothingOfABodyThatEndsInAnError) {
    const auto result = db->write([&](WriteTx& tx) -> Result<int> {
        insert(tx, 1, "甲");
        return base::conflict("note.closed", "已关闭");
    });
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().code, "note.closed");
    EXPECT_THAT(codes(), ElementsAre());
}

TEST_P(Store, KeepsNothingOfABodyThatThrowsAndHandsTheExceptionOn) {
    EXPECT_THROW((void)db->write([&](WriteTx& tx) -> Result<int> {
        insert(tx, 1, "甲");
        throw std::out_of_range("body");
    }),
                 std::out_of_range);
    EXPECT_THAT(codes(), ElementsAre());
}

TEST_P(Store, EffectsRunOnlyAfterTheCommit) {
    std::vector<std::string> seen;
    (void)db->write([&](WriteTx& tx) -> Result<int> {
        tx.after_commit([&] { seen.push_back("of an error"); });
        return base::conflict("x.y", "不行");
    });
    EXPECT_ANY_THROW((void)db->write([&](WriteTx& tx) -> Result<int> {
        tx.after_commit([&] { seen.push_back("of an exception"); });
        throw std::runtime_error("body");
    }));
    ASSERT_TRUE(db->write([&](WriteTx& tx) {
        tx.after_commit([&] { seen.push_back(fmt::format("committed, {} visible", codes().size())); });
        return add_note(tx, 1, "甲");
    }));
    EXPECT_THAT(seen, ElementsAre("committed, 1 visible"));
}

TEST_P(Store, CountsCommitsSoThatWhatWasComputedCanBeKnownToHold) {
    const auto seen = [&] { return db->read([](ReadTx& tx) { return tx.commits(); }); };
    const auto before = seen();
    EXPECT_EQ(before, db->commits());
    (void)db->write([](WriteTx&) -> Result<int> { return base::conflict("x.y", "不行"); });
    EXPECT_EQ(seen(), before) << "nothing was committed";
    std::optional<std::uint64_t> within = 0;
    ASSERT_TRUE(db->write([&](WriteTx& tx) {
        within = tx.commits();
        return add_note(tx, 1, "甲");
    }));
    EXPECT_EQ(within, std::nullopt) << "what a write sees may be undone";
    EXPECT_EQ(seen(), *before + 1);
}

TEST_P(Store, NamesTheRuleThatRefusedARow) {
    const auto refused = [&](auto&& change) -> std::string {
        try {
            (void)db->write([&](WriteTx& tx) -> Result<int> {
                change(tx);
                return 0;
            });
        } catch (const ConstraintViolation& violation) {
            return violation.constraint();
        }
        return "accepted";
    };
    ASSERT_TRUE(db->write([&](WriteTx& tx) -> Result<int> {
        tx.execute(kAddFull, {1, "甲", "正文", nullptr, nullptr, nullptr});
        return 0;
    }));
    EXPECT_EQ(refused([](WriteTx& tx) { tx.execute(kAddNote, {2, nullptr, "甲", 1}); }), "note_code_uq");
    EXPECT_EQ(refused([](WriteTx& tx) { tx.execute(kAddFull, {2, "乙", "正文", nullptr, nullptr, nullptr}); }), "note_body_uq");
    EXPECT_EQ(refused([](WriteTx& tx) { tx.execute(kAddNote, {1, nullptr, "乙", 1}); }), "note_pkey");
    EXPECT_EQ(refused([](WriteTx& tx) { tx.execute(kAddNote, {2, nullptr, "乙", 0}); }), "note_line_positive");
    EXPECT_EQ(refused([](WriteTx& tx) { tx.execute(kAddNote, {2, 99, "乙", 1}); }), "foreign_key");
    EXPECT_EQ(refused([](WriteTx& tx) { tx.execute(kAddNote, {2, nullptr, nullptr, 1}); }), "not_null");
    EXPECT_EQ(refused([](WriteTx& tx) { tx.execute(kAddNote, {2, nullptr, "乙", 1}); }), "accepted");
}

TEST_P(Store, ABodyCannotGoOnAfterAViolation) {
    const auto go_on = [&](bool with_another_statement) {
        (void)db->write([&](WriteTx& tx) -> Result<int> {
            insert(tx, 1, "甲");
            try {
                insert(tx, 1, "甲");
            } catch (const ConstraintViolation&) {
            }
            if (with_another_statement) {
                insert(tx, 2, "乙");
            }
            return 0;
        });
    };
    EXPECT_THROW(go_on(true), std::logic_error);
    EXPECT_THROW(go_on(false), std::logic_error);
    EXPECT_THAT(codes(), ElementsAre());
}

TEST_P(Store, WhatIsDoneLaterIsSeenByTheStatementsAfterIt) {
    ASSERT_TRUE(db->write([](WriteTx& tx) -> Result<int> {
        for (int i = 1; i <= 200; ++i) {
            tx.later(kAddNote, {i, nullptr, "n" + std::to_string(i), 1});
        }
        EXPECT_EQ(tx.integer(kCount), 200);
        tx.later(kAddNote, {201, nullptr, "z", 1});
        EXPECT_EQ(tx.execute(kRevise, {201, 1, "改"}), 1);
        tx.later(kAddNote, {202, nullptr, "zz", 1});
        tx.lock(7);
        return 0;
    }));
    EXPECT_EQ(codes().size(), 202U);
}

TEST_P(Store, OneRefusedOfWhatIsDoneLaterUndoesAll) {
    EXPECT_THROW(static_cast<void>(db->write([](WriteTx& tx) -> Result<int> {
                     for (const auto* code : {"甲", "乙", "甲", "丙"}) {
                         tx.later(kAddNote, {code[2], nullptr, code, 1});
                     }
                     return 0;
                 })),
                 ConstraintViolation);
    EXPECT_THROW(static_cast<void>(db->write([](WriteTx& tx) -> Result<int> {
                     tx.later(kAddNote, {1, nullptr, "甲", 0});
                     return static_cast<int>(tx.integer(kCount).value_or(0));
                 })),
                 ConstraintViolation);
    EXPECT_FALSE(db->write([](WriteTx& tx) -> Result<int> {
        tx.later(kAddNote, {1, nullptr, "甲", 1});
        return base::conflict("test.no", "不");
    }));
    EXPECT_TRUE(codes().empty());
    ASSERT_TRUE(db->write([](WriteTx& tx) { return add_note(tx, 1, "甲"); })) << "the connection serves the next";
}

TEST_P(Store, OfTwoEditorsOfOneVersionTheSecondChangesNothing) {
    ASSERT_TRUE(db->write([&](WriteTx& tx) { return add_note(tx, 1, "甲"); }));
    const auto revise = [&](const char* text) {
        return *db->write([&](WriteTx& tx) -> Result<std::int64_t> { return tx.execute(kRevise, {1, 1, text}); });
    };
    EXPECT_EQ(revise("先"), 1);
    EXPECT_EQ(revise("后"), 0);
    const auto body = db->read([](ReadTx& tx) { return tx.one(kFull, {1}, [](const Row& row) { return row.text(2); }); });
    EXPECT_EQ(body, "先");
}

TEST_P(Store, RefusesATransactionInsideATransaction) {
    EXPECT_THROW(db->read([&](ReadTx&) { return codes().size(); }), std::logic_error);
    EXPECT_THROW((void)db->write([&](WriteTx&) -> Result<std::size_t> { return codes().size(); }), std::logic_error);
    EXPECT_THROW((void)db->write([&](WriteTx&) { return db->write([&](WriteTx& tx) { return add_note(tx, 1, "甲"); }); }),
                 std::logic_error);
}

TEST_P(Store, PreparingEveryStatementNamesTheWrongOnes) {
    using testing::HasSubstr;
    const auto complaints = db->prepare_all();
    EXPECT_THAT(complaints, testing::Contains(HasSubstr("concurrency.add")));  // of a table that this schema does not have
    EXPECT_THAT(complaints, testing::Each(testing::Not(testing::AnyOf(HasSubstr("（test."), HasSubstr("（store.")))));
}

TEST_P(Store, AWriteIsThereAfterReopening) {
    ASSERT_TRUE(db->write([&](WriteTx& tx) { return add_note(tx, 1, "甲"); }));
    db.close();
    db.reopen(kSchema);
    EXPECT_THAT(codes(), ElementsAre("甲"));
}

INSTANTIATE_TEST_SUITE_P(Engines, Store, testing::Values(Engine::Sqlite, Engine::Postgres), testing::PrintToStringParamName());

TEST(SqliteStore, OpeningAFileInAFolderThatIsNotThereSaysWhere) {
    Options options;
    options.location = "/nonexistent/luoshi.db";
    try {
        Database::open(options, kSchema);
        FAIL() << "opened";
    } catch (const Fault& fault) {
        EXPECT_THAT(fault.what(), testing::HasSubstr("/nonexistent/luoshi.db"));
    }
}

}  // namespace
}  // namespace luoshi::store
