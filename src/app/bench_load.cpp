#include "app/bench_load.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <cstdio>
#include <deque>
#include <iostream>
#include <memory>
#include <thread>

#include "app/bench_client.hpp"
#include "app/bench_load_site.hpp"
#include "app/bench_pace.hpp"
#include "app/throwaway_folder.hpp"
#include "json/json.hpp"

namespace luoshi::app {
namespace {

constexpr int kSubmitters = 48;
constexpr int kReviewers = 16;
constexpr int kWatchers = 8;  ///< of each server
constexpr std::chrono::seconds kGivenUp{5};
constexpr std::chrono::milliseconds kThink{1000};
constexpr double kFullPercent = 0.99;

struct Measure {
    std::string name;
    std::string engine;
    double bound_ms;
    double constant_p50_ms;  ///< of a constant answer of the same server
    double per_second;
    std::shared_ptr<Durations> durations = std::make_shared<Durations>();
};

void expect(const BenchClient::Reply& reply, std::string_view doing) {
    if (reply.status >= 300) {
        throw std::runtime_error(fmt::format("{}: {} {}", doing, reply.status, reply.body));
    }
}

/// Asks, and counts how long it took since `from`; a refusal or a broken connection is an error of the measure.
BenchClient::Reply timed(Durations& durations, BenchClock::time_point from, const std::function<BenchClient::Reply()>& ask) {
    try {
        auto reply = ask();
        durations.add(BenchClock::now() - from);
        expect(reply, "request");
        return reply;
    } catch (const std::exception& fault) {
        durations.fail(fault.what());
        return {};
    }
}

std::string if_match(const LoadUnit& unit) { return fmt::format("{}If-Match: \"{}\"\r\n", unit.session.headers, unit.version); }

void fill_in(LoadUnit& unit, BenchClient& client, std::size_t number) {
    json::Writer open;
    open.begin_object().field("unit_duty_id", unit.duty).field("period", kLoadPeriod).end_object();
    auto reply = client.ask("POST", "/api/v1/reports", unit.session.headers, open.text());
    expect(reply, "open");
    unit.report = json::Reader{reply.body}.text("id");
    unit.version = reply.etag;
    json::Writer content;
    content.begin_object().field("progress_pct", "50").field("problems", "").field("next_steps", "下月继续组织，请老师到村里讲。");
    content.field("progress", fmt::format("本月组织电商培训第{}场，村民到场学习开店、拍照和发货，会后加群答疑。", number));
    content.key("values").begin_array();
    json::Reader opened{reply.body};
    for (auto& value : opened.objects("values")) {
        content.begin_object().field("indicator_id", value.object("indicator").text("id"));
        content.field("value", std::to_string(40 + number % 30)).field("explanation", "").end_object();
    }
    content.end_array().end_object();
    reply = client.ask("PUT", "/api/v1/reports/" + unit.report, if_match(unit), content.text());
    expect(reply, "save");
    unit.version = reply.etag;
    reply = client.ask("GET", "/api/v1/reports/" + unit.report + "/questions", unit.session.headers);
    expect(reply, "questions");
    json::Writer answers;
    answers.begin_object().key("answers").begin_array();
    json::Reader asked{reply.body};
    for (auto& question : asked.objects("items")) {
        answers.begin_object().field("key", question.text("key")).field("text", "本月集中办班，已与培训机构核对。").end_object();
    }
    answers.end_array().end_object();
    expect(client.ask("PUT", "/api/v1/reports/" + unit.report + "/answers", unit.session.headers, answers.text()), "answers");
}

/// A step of a report: POST /reports/{id}/<action> by this session; the report's new version is kept.
BenchClient::Reply act(BenchClient& client, LoadUnit& unit, const LoadSession& session, std::string_view action) {
    auto reply = client.ask("POST", fmt::format("/api/v1/reports/{}/{}", unit.report, action),
                            fmt::format("{}If-Match: \"{}\"\r\n", session.headers, unit.version));
    if (reply.status < 300) {
        unit.version = reply.etag;
    }
    return reply;
}

/// Everybody submits within `seconds`, each once and as himself, while readers read the board.
void month_end(const LoadOptions& options, LoadSite& site, unsigned short port, Measure& submit, Measure& board) {
    std::atomic<bool> over{false};
    std::vector<std::thread> readers;
    for (int i = 0; i < options.readers; ++i) {
        readers.emplace_back([&, i] {
            BenchClient client{port};
            const auto& reader = site.units[static_cast<std::size_t>(i) % (site.units.size() - site.villages)];
            std::this_thread::sleep_for(kThink * i / options.readers);
            for (auto next = BenchClock::now(); !over; next += kThink) {
                std::this_thread::sleep_until(next);
                timed(*board.durations, BenchClock::now(),
                      [&] { return client.ask("GET", "/api/v1/cockpit?plan=" + site.plan, reader.session.headers); });
            }
        });
    }
    const double rate = static_cast<double>(site.units.size()) / options.seconds;
    const double took = paced(site.units.size(), rate, kSubmitters, [&](std::size_t i, BenchClock::time_point due) {
        BenchClient client{port};
        auto& unit = site.units[i];
        timed(*submit.durations, due, [&] { return act(client, unit, unit.session, "submit"); });
    });
    over = true;
    for (auto& reader : readers) {
        reader.join();
    }
    submit.per_second = static_cast<double>(submit.durations->count()) / took;
    board.per_second = static_cast<double>(board.durations->count()) / took;
}

/// An approval that was answered, to be seen in the figures and on the board.
struct Approved {
    std::size_t village;
    BenchClock::time_point answered;
};

/// Waits on one server for approved figures, and for its board to know them.
class Watch {
public:
    Watch(const LoadSite& site, unsigned short port, Durations& figures, Durations& board)
        : site_(site), port_(port), figures_(figures), board_(board) {
        for (int i = 0; i < kWatchers; ++i) {
            threads_.emplace_back([this] { watch_figures(); });
        }
        threads_.emplace_back([this] { watch_board(); });
    }

    void approved(const Approved& approval) {
        const std::lock_guard lock{mutex_};
        queue_.push_back(approval);
        more_.notify_one();
    }

    /// Waits for what is still to be seen.
    void finish() {
        {
            const std::lock_guard lock{mutex_};
            over_ = true;
            more_.notify_all();
        }
        for (auto& thread : threads_) {
            thread.join();
        }
        for (const auto& [answered, watermark] : seen_) {
            const auto reading = std::ranges::lower_bound(readings_, watermark, {}, &Reading::watermark);
            if (reading == readings_.end()) {
                board_.fail("never on the board");
            } else {
                board_.add(std::max(reading->at - answered, BenchClock::duration::zero()));
            }
        }
    }

private:
    struct Reading {
        BenchClock::time_point at;
        std::int64_t watermark;
    };

    std::optional<Approved> next() {
        std::unique_lock lock{mutex_};
        more_.wait(lock, [&] { return over_ || !queue_.empty(); });
        if (queue_.empty()) {
            return std::nullopt;
        }
        const auto first = queue_.front();
        queue_.pop_front();
        ++unseen_;
        return first;
    }

    static std::int64_t watermark_of(const std::string& body) { return std::stoll(json::Reader{body}.text("watermark")); }

    /// The village with everything above it, which are of one watermark: seen in one is seen in all.
    void watch_figures() {
        BenchClient client{port_};
        while (const auto approval = next()) {
            const auto& village = site_.units[approval->village];
            const auto& town = site_.units[village.above];
            const auto path = fmt::format("/api/v1/figures?indicators={}&units={},{},{},{}&to={}", site_.indicator, village.unit.text(),
                                          town.unit.text(), site_.units[town.above].unit.text(), site_.city, kLoadPeriod);
            try {
                for (;;) {
                    const auto reply = client.ask("GET", path, site_.office.headers);
                    const auto now = BenchClock::now();
                    expect(reply, "figures");
                    json::Reader in{reply.body};
                    if (in.objects("cells").front().integer("reported", 0, 1) == 1) {
                        figures_.add(now - approval->answered);
                        const std::lock_guard lock{mutex_};
                        seen_.emplace_back(approval->answered, watermark_of(reply.body));
                        break;
                    }
                    if (now - approval->answered > kGivenUp) {
                        throw std::runtime_error("an approved figure was not seen for 5 s");
                    }
                }
            } catch (const std::exception& fault) {
                figures_.fail(fault.what());
            }
            const std::lock_guard lock{mutex_};
            --unseen_;
        }
    }

    bool all_seen() {
        const std::lock_guard lock{mutex_};
        return over_ && queue_.empty() && unseen_ == 0;
    }

    void watch_board() {
        BenchClient client{port_};
        for (bool last = false; !last;) {
            last = all_seen();  // once more afterwards
            std::this_thread::sleep_for(std::chrono::milliseconds{10});
            try {
                const auto reply = client.ask("GET", "/api/v1/cockpit?plan=" + site_.plan, site_.units.front().session.headers);
                expect(reply, "cockpit");
                readings_.push_back({BenchClock::now(), watermark_of(reply.body)});
            } catch (const std::exception& fault) {
                board_.fail(fault.what());
            }
        }
    }

    const LoadSite& site_;
    unsigned short port_;
    Durations& figures_;
    Durations& board_;
    std::mutex mutex_;
    std::condition_variable more_;
    std::deque<Approved> queue_;
    int unseen_ = 0;
    bool over_ = false;
    std::vector<std::pair<BenchClock::time_point, std::int64_t>> seen_;  ///< when it was answered, the watermark it was seen at
    std::vector<Reading> readings_;
    std::vector<std::thread> threads_;
};

std::string table_row(const Measure& m) {
    const double p99 = m.durations->quantile_ms(kFullPercent);
    return fmt::format(
        "{:<22} {:<24} {:>6} 次 {:>6.1f}/s  p50 {:>8.2f}  p99 {:>8.2f} ms（限 {:.0f}）{}  为恒定答复的 {:.1f} 倍  错误 {}{}\n", m.name,
        m.engine, m.durations->count(), m.per_second, m.durations->quantile_ms(0.5), p99, m.bound_ms, p99 <= m.bound_ms ? "在限内" : "超限",
        m.durations->quantile_ms(0.5) / m.constant_p50_ms, m.durations->errors(),
        m.durations->errors() == 0 ? "" : "：" + m.durations->first_error());
}

void write_row(std::string& out, const Measure& m) {
    const double p50 = m.durations->quantile_ms(0.5);
    const double p99 = m.durations->quantile_ms(kFullPercent);
    out += fmt::format(R"({}{{"name":"{}","engine":"{}","count":{},"per_second":{:.1f},"p50_ms":{:.2f},"p99_ms":{:.2f},"bound_ms":{:.0f},)"
                       R"("within":{},"constant_p50_ms":{:.3f},"ratio":{:.1f},"errors":{}}})",
                       out.back() == '[' ? "" : ",", m.name, m.engine, m.durations->count(), m.per_second, p50, p99, m.bound_ms,
                       p99 <= m.bound_ms, m.constant_p50_ms, p50 / m.constant_p50_ms, m.durations->errors());
}

/// The median of a constant answer at the rate of the submissions: what network, parser and scheduling cost by themselves.
double constant_answer_ms(unsigned short port) {
    Durations durations;
    paced(200, 100, 2, [&](std::size_t, auto due) {
        BenchClient client{port};
        timed(durations, due, [&] { return client.ask("GET", "/api/v1/site"); });
    });
    return durations.quantile_ms(0.5);
}

base::Result<std::vector<Measure>> measure(const LoadOptions& options, const Place& place, const std::string& engine) {
    fmt::print(stderr, "{}：准备站点\n", engine);
    LUOSHI_TRY(site, prepare_load_site(place, options.package, options.villages));
    std::vector<ServedProcess> servers;
    for (int i = 0; i < (place.postgres.empty() ? 1 : 2); ++i) {
        servers.emplace_back(place, std::vector<std::string>{});
    }
    const auto port = servers.front().port();
    fmt::print(stderr, "{}：{} 个单位填写\n", engine, site.units.size());
    paced(site.units.size(), 0, kReviewers, [&](std::size_t i, auto) {
        BenchClient client{port};
        fill_in(site.units[i], client, i);
    });
    const double constant = constant_answer_ms(port);
    std::vector<Measure> out{{"month_end_submit", engine, 300, constant, 0}, {"month_end_board", engine, 200, constant, 0}};
    fmt::print(stderr, "{}：月末 {} 秒\n", engine, options.seconds);
    month_end(options, site, port, out[0], out[1]);

    const auto first = site.units.size() - site.villages;
    fmt::print(stderr, "{}：乡镇审核\n", engine);
    paced(site.villages, 0, kReviewers, [&](std::size_t i, auto) {
        BenchClient client{port};
        auto& village = site.units[first + i];
        expect(act(client, village, site.units[village.above].session, "approve"), "approve");
    });
    fmt::print(stderr, "{}：每秒审定 {} 份\n", engine, options.approvals_per_second);
    Measure approve{"approve", engine, 300, constant, 0};
    std::vector<std::unique_ptr<Watch>> watches;
    for (const auto& server : servers) {
        const auto name = watches.empty() ? engine : engine + "_second_server";
        auto& figures = out.emplace_back(Measure{"approval_in_figures", name, 50, constant, 0});
        const auto kept = figures.durations;
        const auto board = out.emplace_back(Measure{"approval_on_board", name, 50, constant, 0}).durations;
        watches.push_back(std::make_unique<Watch>(site, server.port(), *kept, *board));
    }
    const double took = paced(site.villages, options.approvals_per_second, kReviewers, [&](std::size_t i, BenchClock::time_point due) {
        BenchClient client{port};
        if (timed(*approve.durations, due, [&] { return act(client, site.units[first + i], site.office, "approve"); }).status != 0) {
            for (const auto& watch : watches) {
                watch->approved({first + i, BenchClock::now()});
            }
        }
    });
    for (const auto& watch : watches) {
        watch->finish();
    }
    for (auto& m : out) {
        m.per_second = m.per_second == 0 ? static_cast<double>(m.durations->count()) / took : m.per_second;
    }
    approve.per_second = static_cast<double>(approve.durations->count()) / took;
    out.push_back(std::move(approve));
    return out;
}

}  // namespace

int bench_load(const LoadOptions& options, Output output) {
    try {
        std::vector<std::pair<std::string, std::string>> engines{{"sqlite", ""}};
        if (!options.postgres.empty()) {
            engines.emplace_back("postgres", options.postgres);
        }
        std::string json = "{\"measures\":[";
        std::string table;
        int errors = 0;
        for (const auto& [engine, uri] : engines) {
            const ThrowawayFolder data{"load"};
            const auto measures = measure(options, {.data = data.path(), .postgres = uri}, engine);
            if (!measures) {
                fmt::print(stderr, "{}\n", measures.error().message);
                return 1;
            }
            for (const auto& m : *measures) {
                errors += m.durations->errors();
                table += table_row(m);
                write_row(json, m);
            }
        }
        std::cout << (output == Output::Json ? json + "]}\n" : table);
        return errors == 0 ? 0 : 1;
    } catch (const std::exception& fault) {
        fmt::print(stderr, "出现故障：{}\n", fault.what());
        return 2;
    }
}

}  // namespace luoshi::app
