#include "indicator/share_api.hpp"

#include <charconv>

#include "http/router.hpp"
#include "identity/gate.hpp"
#include "indicator/share_service.hpp"
#include "indicator/split_table.hpp"
#include "json/json.hpp"
#include "plan/shapes_api.hpp"
#include "sheet/sheet.hpp"

namespace luoshi::indicator {
namespace {

using base::Result;
using http::Body;
using http::Method;
using http::Request;
using http::Response;
using json::Reader;
using json::Writer;

constexpr std::size_t kLongestReason = 500;
constexpr std::size_t kLongestTable = 500'000;
constexpr std::uint64_t kWorkbookBytes = 2'000'000;
constexpr sheet::ReadLimits kWorkbookLimits{.unpacked_bytes = 16'000'000, .rows = 5'000, .columns = 50};

void write_unit(Writer& out, const char* key, const plan::UnitRef& unit) {
    out.key(key);
    plan::write_named(out, unit);
}

void write_sum(Writer& out, const std::optional<SumLine>& sum) {
    if (!sum) {
        out.null();
        return;
    }
    out.begin_object().field("held", sum->held).field("parts", sum->parts).field("difference", sum->difference);
    out.field("verdict", plan::word(sum->verdict)).field("loose", sum->loose).field("padding_pct", sum->padding);
    out.field("padded", sum->padded).end_object();
}

void write_versions(Writer& out, const char* key, const std::vector<ShareVersion>& versions) {
    out.key(key).begin_array();
    for (const ShareVersion& version : versions) {
        out.begin_object().field("number", version.number).field("value", version.value).field("value_max", version.value_max);
        out.field("from", version.from);
        out.field("reason", version.reason).field("asked_by", version.asked_by).field("granted_by", version.granted_by);
        out.field("at", version.at).end_object();
    }
    out.end_array();
}

void write_target(Writer& out, const SplitView& view) {
    const DivisibleTarget& target = view.target;
    out.key("target").begin_object().field("id", target.id).field("name", target.name).field("op", plan::word(target.op));
    out.field("value", target.value).field("year", view.year).key("years").begin_array();
    for (int year = target.years ? target.years->first : 1; target.years && year <= target.years->last; ++year) {
        out.value(year);
    }
    out.end_array().key("task").begin_object().field("id", target.task);
    out.field("ref", target.task_ref).field("title", target.task_title).end_object().key("indicator");
    if (target.indicator) {
        out.begin_object().field("id", target.indicator->id).field("name", target.indicator->name).field("unit", target.indicator->unit);
        out.field("decimals", target.indicator->decimals).end_object();
    } else {
        out.null();
    }
    out.end_object();
}

void write_change(Writer& out, const ShareChange& change) {
    out.begin_object().field("id", change.id).field("state", plan::word(change.state)).field("reason", change.reason);
    out.field("proposed_on", change.proposed_on).field("proposed_at", change.proposed_at).field("proposed_by", change.proposed_by);
    out.field("decided_at", change.decided_at).field("decided_by", change.decided_by).field("note", change.note).key("items").begin_array();
    for (const ChangeItem& item : change.items) {
        out.begin_object();
        write_unit(out, "unit", item.unit);
        out.field("before", item.before).field("after", item.after).end_object();
    }
    out.end_array().end_object();
}

void write_lines(Writer& out, const std::vector<SplitLine>& lines) {
    out.key("lines").begin_array();
    for (const SplitLine& line : lines) {
        out.begin_object();
        write_unit(out, "unit", line.unit);
        out.field("reports", line.reports)
            .field("value", line.value)
            .field("value_max", line.value_max)
            .field("figure", line.figure)
            .key("below");
        write_sum(out, line.below ? line.below->sum : std::nullopt);
        write_versions(out, "versions", line.versions);
        out.end_object();
    }
    out.end_array();
}

std::string split_json(const SplitView& view, const ShareSettings& settings) {
    Writer out;
    out.begin_object().field("id", view.row ? std::optional{view.row->id} : std::nullopt);
    out.field("version", view.row ? view.row->version : 0).field("level", view.level == Level::Top ? "top" : "unit");
    write_target(out, view);
    write_unit(out, "unit", view.unit);
    out.field("state", view.row ? plan::word(view.row->state) : "none").field("added", view.rule.binding == Binding::Sum);
    out.field("ceiling", view.rule.bound == Bound::Ceiling).field("total", view.total).field("total_max", view.total_max).key("held");
    if (view.held) {
        out.begin_object().field("value", view.held->value).field("value_max", view.held->value_max).field("since", view.held->since);
        write_unit(out, "from", view.held->from);
        write_versions(out, "versions", view.held_versions);
        out.end_object();
    } else {
        out.null();
    }
    out.field("method", view.row ? std::optional{plan::word(view.row->method)} : std::nullopt);
    out.field("basis", view.row ? view.row->basis : "").field("reason", view.row ? view.row->reason : "");
    out.field("issued_at", view.row ? view.row->issued_at : std::nullopt).field("issued_by", view.row ? view.row->issued_by : std::nullopt);
    out.field("held_when_issued", view.row ? view.row->held : std::nullopt);
    write_lines(out, view.lines);
    out.key("sum");
    write_sum(out, view.sum);
    out.key("sum_after");
    write_sum(out, view.sum_after);
    out.key("changes").begin_array();
    for (const ShareChange& change : view.changes) {
        write_change(out, change);
    }
    out.end_array().field("padding_above_pct", settings.padding_pct).field("change_until", view.change_until).key("why_not");
    if (view.why_not) {
        plan::write_phrase(out, *view.why_not);
    } else {
        out.null();
    }
    out.field("top_visible", view.top_visible).key("may").begin_object().field("divide", view.may.divide).field("change", view.may.change);
    out.field("decide", view.may.decide).field("withdraw", view.may.withdraw).end_object().end_object();
    return out.take();
}

Result<std::optional<int>> year_of(const Request& request) {
    const auto text = request.query_value("year");
    if (!text || text->empty()) {
        return std::optional<int>{};
    }
    int year = 0;
    const auto [end, fault] = std::from_chars(text->data(), text->data() + text->size(), year);
    if (fault != std::errc{} || end != text->data() + text->size()) {
        return base::bad_input("request.invalid", "查询条件“year”应为年度，例如 2020");
    }
    return std::optional{year};
}

class ShareApi {
public:
    ShareApi(store::Database& db, Shares& shares) : db_(db), shares_(shares) {}

    Result<Response> get_split(const Request& request) const {
        LUOSHI_TRY(id, plan::path_id<plan::TargetId>(request));
        LUOSHI_TRY(unit, plan::query_id<UnitId>(request, "unit"));
        LUOSHI_TRY(year, year_of(request));
        const auto view = shares_.read(identity::actor_of(request), {id, unit, year});
        return view && request.query_value("format") == "xlsx" ? Result<Response>{template_of(*view)} : answer(view);
    }

    Result<Response> post_table(const Request& request) const {
        LUOSHI_TRY(book, sheet::read_xlsx(request.body_file, kWorkbookLimits));
        Writer out;
        out.begin_object().field("text", table_text(book)).end_object();
        return Response::json(out.take());
    }

    Result<Response> post_split(const Request& request) const {
        LUOSHI_TRY(id, plan::path_id<plan::TargetId>(request));
        Reader in{request.body};
        const auto unit = in.opt_id("unit_id");
        const auto year = in.opt_integer("year", 1949, 2200);
        const SplitWish wish = read_wish(in);
        LUOSHI_TRY(valid, in.finish());
        const SplitPlace place{id, unit ? std::optional{UnitId{*unit}} : std::nullopt,
                               year ? std::optional{static_cast<int>(*year)} : std::nullopt};
        return answer(shares_.begin(identity::actor_of(request), place, wish), 201);
    }

    Result<Response> put_split(const Request& request) const {
        LUOSHI_TRY(id, plan::path_id<SplitId>(request));
        LUOSHI_TRY(version, request.expected_version());
        Reader in{request.body};
        const SplitWish wish = read_wish(in);
        LUOSHI_TRY(valid, in.finish());
        return rivalled(request, id, shares_.redo(identity::actor_of(request), id, version, wish));
    }

    Result<Response> post_issue(const Request& request) const {
        LUOSHI_TRY(id, plan::path_id<SplitId>(request));
        LUOSHI_TRY(version, request.expected_version());
        Reader in{request.body};
        const std::string reason = in.opt_text("reason", kLongestReason).value_or("");
        LUOSHI_TRY(valid, in.finish());
        return rivalled(request, id, shares_.issue(identity::actor_of(request), id, version, reason));
    }

    Result<Response> post_change(const Request& request) const {
        LUOSHI_TRY(id, plan::path_id<SplitId>(request));
        LUOSHI_TRY(version, request.expected_version());
        Reader in{request.body};
        const std::string reason = in.opt_text("reason", kLongestReason).value_or("");
        std::vector<ShareWish> wishes;
        for (Reader& row : in.objects("values")) {
            wishes.push_back({UnitId{row.id("unit_id")}, row.opt_decimal("value")});
        }
        LUOSHI_TRY(valid, in.finish());
        return rivalled(request, id, shares_.propose(identity::actor_of(request), id, version, reason, wishes));
    }

    Result<Response> post_approve(const Request& request) const {
        LUOSHI_TRY(id, plan::path_id<ShareChangeId>(request));
        return answer(shares_.approve(identity::actor_of(request), id));
    }

    Result<Response> post_refuse(const Request& request) const {
        LUOSHI_TRY(id, plan::path_id<ShareChangeId>(request));
        Reader in{request.body};
        const std::string reason = in.text("reason", kLongestReason);
        LUOSHI_TRY(valid, in.finish());
        return answer(shares_.refuse(identity::actor_of(request), id, reason));
    }

    Result<Response> get_shares(const Request& request) const {
        LUOSHI_TRY(unit, plan::query_id<UnitId>(request, "unit"));
        LUOSHI_TRY(task, plan::query_id<plan::TaskId>(request, "task"));
        const auto shares = shares_.issued(identity::actor_of(request), unit, task);
        return Response::json(plan::page_json(shares, [](Writer& out, const IssuedShare& share) {
            out.begin_object().field("target_id", share.target).field("name", share.target_name).field("op", plan::word(share.op));
            out.field("year", share.year)
                .field("value", share.value)
                .field("value_max", share.value_max)
                .field("measure", share.measure)
                .field("since", share.since);
            out.key("indicator");
            plan::write_named(out, share.indicator);
            write_unit(out, "unit", share.unit);
            write_unit(out, "from", share.from);
            out.key("task").begin_object().field("id", share.task).field("ref", share.task_ref).field("title", share.task_title);
            out.end_object().end_object();
        }));
    }

private:
    static std::map<UnitId, base::Decimal> read_values(Reader& in, std::string_view name) {
        std::map<UnitId, base::Decimal> out;
        for (Reader& row : in.objects(name)) {
            const UnitId unit{row.id("unit_id")};
            out.insert_or_assign(unit, row.decimal("value"));
        }
        return out;
    }

    static SplitWish read_wish(Reader& in) {
        SplitWish wish;
        wish.method = plan::from_word<SplitMethod>(in.choice("method", {"hand", "equal", "proportional", "table", "per_unit"}))
                          .value_or(SplitMethod::Hand);
        for (const std::int64_t unit : in.ids("unit_ids")) {
            wish.units.emplace_back(unit);
        }
        wish.values = read_values(in, "values");
        wish.each = in.opt_decimal("each");
        if (auto basis = in.opt_object("basis")) {
            const auto indicator = basis->opt_id("indicator_id");
            wish.basis_indicator = indicator ? std::optional{IndicatorId{*indicator}} : std::nullopt;
            const auto year = basis->opt_integer("year", 1949, 2200);
            wish.basis_year = year ? std::optional{static_cast<int>(*year)} : std::nullopt;
            wish.basis_name = basis->opt_text("name", 100).value_or("");
            wish.figures = read_values(*basis, "figures");
        }
        if (auto table = in.opt_object("table")) {
            wish.table_name = table->text("name", 200);
            wish.table_text = table->opt_text("text", kLongestTable).value_or("");
        }
        return wish;
    }

    /// A table of those who may get a share, to be filled in.
    static Response template_of(const SplitView& view) {
        sheet::Sheet page{.name = "份额", .head = {{"单位", "数值"}}};
        for (const SplitLine& line : view.lines) {
            page.rows.push_back({line.unit.name, {}});
        }
        Response response;
        response.content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
        response.body = sheet::xlsx({page});
        response.with("Content-Disposition", "attachment; filename*=UTF-8''" + http::percent_encoded(view.target.name + "份额.xlsx"));
        return response;
    }

    Result<Response> answer(const Result<SplitView>& view, int status = 200) const {
        if (!view) {
            return view.error();
        }
        Response response = Response::json(split_json(*view, shares_.settings()), status);
        if (view->row) {
            response.with_version(view->row->version);
        }
        return response;
    }

    /// The loser of two edits sees what is stored.
    Result<Response> rivalled(const Request& request, SplitId id, Result<SplitView> view) const {
        if (view || view.error().category != base::Category::VersionMismatch) {
            return answer(view);
        }
        const auto theirs = shares_.read(identity::actor_of(request), id);
        return plan::with_theirs(std::move(view).error(), db_, "target_split", id.value(),
                                 theirs ? split_json(*theirs, shares_.settings()) : "null");
    }

    store::Database& db_;
    Shares& shares_;
};

}  // namespace

void add_share_routes(http::Router& router, store::Database& db, Shares& shares) {
    using Handler = Result<Response> (ShareApi::*)(const Request&) const;
    const auto add = [&](Method method, const char* permission, const char* pattern, const char* summary, Handler handler,
                         const char* takes, const char* gives, std::vector<http::QueryParameter> query = {}) {
        router.add({.method = method,
                    .pattern = std::string{"/api/v1"} + pattern,
                    .permission = permission,
                    .summary = summary,
                    .handler = [api = ShareApi{db, shares}, handler](const Request& request) { return (api.*handler)(request); },
                    .body = *takes == '\0' ? Body::None : Body::Memory,
                    .request_schema = takes,
                    .response_schema = gives,
                    .query = std::move(query)});
    };
    add(Method::Get, "duty.read", "/shares", "已下达的目标份额：本单位的，或所辖一个单位的", &ShareApi::get_shares, "", "SharePage",
        {{"unit", "单位编号；不写为本单位"}, {"task", "任务编号"}});
    add(Method::Get, "duty.read", "/targets/{id}/split", "一个目标的分解：全市一级，或一个单位对所得份额的分解", &ShareApi::get_split, "",
        "TargetSplit",
        {{"unit", "单位编号；不写为方案办对目标的分解，看不到的为本单位"},
         {"year", "年度；不写为目标自己的，逐年目标为当前年"},
         {"format", "json；xlsx 为待填的份额表"}});
    add(Method::Post, "duty.assign", "/targets/{id}/split", "开始分解：方案办分解目标，单位分解所得份额", &ShareApi::post_split, "NewSplit",
        "TargetSplit");
    router.add({.method = Method::Post,
                .pattern = "/api/v1/split-tables",
                .permission = "duty.assign",
                .summary = "把 .xlsx 份额表的第一张工作表读成文本，行列不变；不写入任何内容",
                .handler = [api = ShareApi{db, shares}](const Request& request) { return api.post_table(request); },
                .body = Body::File,
                .body_limit = kWorkbookBytes,
                .response_schema = "SplitTableText"});
    add(Method::Put, "duty.assign", "/splits/{id}", "重新分解尚未下达的目标", &ShareApi::put_split, "SplitWish", "TargetSplit");
    add(Method::Post, "duty.assign", "/splits/{id}/issue", "下达份额；分得少于应承担的须说明理由", &ShareApi::post_issue, "SplitIssue",
        "TargetSplit");
    add(Method::Post, "duty.assign", "/splits/{id}/changes", "申请调整已下达的份额，须说明理由", &ShareApi::post_change, "ShareChangeWish",
        "TargetSplit");
    add(Method::Post, "duty.assign", "/share-changes/{id}/approve", "上级同意调整份额", &ShareApi::post_approve, "", "TargetSplit");
    add(Method::Post, "duty.assign", "/share-changes/{id}/refuse", "上级不同意调整，或申请人撤回，须说明理由", &ShareApi::post_refuse,
        "Reason", "TargetSplit");
}

}  // namespace luoshi::indicator
