#include "inspect/finding_service.hpp"

#include <algorithm>

#include "blob/blob_store.hpp"
#include "blob/media_type.hpp"
#include "inspect/case_service.hpp"

namespace luoshi::inspect {
namespace {

using base::Result;
using identity::Actor;

const audit::Action kLine{"inspect.line", "调整督查清单"};
const audit::Action kFinding{"inspect.finding", "记录督查情况"};
const audit::Action kFile{"inspect.file", "上传督查材料"};
const audit::Action kDropFile{"inspect.drop_file", "移除督查材料"};

base::Error no_line() { return base::not_found("inspect.line_not_found", "没有这一项检查内容，请刷新后重新选择"); }
base::Error no_file() { return base::not_found("inspect.file_not_found", "没有这份材料，可能已被移除"); }

/// The actor fills in the checklist of the object now.
base::Status may_find(const Environment& env, const Actor& actor, const Case& c, const Object& object) {
    if (!c.standing.is_member) {
        return base::forbidden("inspect.not_member", "只有督查组成员可以这样办理");
    }
    if (!c.inspects(actor, object.unit.id)) {
        return base::forbidden("inspect.recused", "您对这个督查对象须回避，请由督查组其他成员办理");
    }
    if (c.inspection.state != State::Concluded) {  // then this object is closed too
        LUOSHI_TRY(state, after(c.inspection.state, Act::Inspect));
    }
    if (object.state != ObjectState::Open) {
        return base::conflict("inspect.object_closed", "督查结论已经送达，检查记录不能再改");
    }
    if (env.today() < *c.inspection.draft.from) {
        return base::conflict(
            base::phrase("inspect.not_begun", "督查从{from}开始，现在还不能记录", {{"from", base::date_text(*c.inspection.draft.from)}}));
    }
    return base::Done{};
}

/// Locks the inspection of an object, checks the right and lets `change` work on it.
template <class Change>
Result<View> with_object(Environment& env, store::WriteTx& tx, const Actor& actor, ObjectId id, const Change& change) {
    LUOSHI_TRY(c, lock_case_of(tx, env, actor, id));
    const auto& object = *c.object(id);
    LUOSHI_TRY(may, may_find(env, actor, c, object));
    LUOSHI_TRY(done, change(c, object));
    return view_in(tx, env, actor, c.inspection.id);
}

/// Where a file belongs, and whether the actor may add or remove it there.
struct Place {
    Case c;
    ObjectId object{1};
    base::Status may_write;
};
Result<Place> place_of(store::WriteTx& tx, const Environment& env, const Actor& actor, const std::optional<LineId>& line,
                       const std::optional<RectificationId>& rectification) {
    if (line) {
        const auto row = find_line(tx, *line);
        if (!row) {
            return no_line();
        }
        LUOSHI_TRY(c, lock_case_of(tx, env, actor, row->object));
        auto may = may_find(env, actor, c, *c.object(row->object));
        return Place{std::move(c), row->object, std::move(may)};
    }
    const auto row = rectification ? find_rectification(tx, *rectification) : std::nullopt;
    if (!row) {
        return base::not_found("inspect.rectification_not_found", "没有这项整改，请刷新后重新选择");
    }
    LUOSHI_TRY(c, lock_case_of(tx, env, actor, row->object));
    if (!actor.is_of(row->unit) || !actor.may("order.handle")) {
        return Place{std::move(c), row->object, base::forbidden("inspect.not_rectifier", "只有整改责任单位可以这样办理")};
    }
    const auto fresh = find_rectification(tx, row->id);
    auto open = after(fresh->state, RectificationAct::Report);
    return Place{std::move(c), row->object, open ? base::Status{base::Done{}} : base::Status{open.error()}};
}

}  // namespace

Result<View> add_line(Environment& env, const Actor& actor, ObjectId object, const std::string& title) {
    return env.db.write([&](store::WriteTx& tx) -> Result<View> {
        return with_object(env, tx, actor, object, [&](const Case& c, const Object& of) -> base::Status {
            if (title.find_first_not_of(" \t\r\n") == std::string::npos) {
                return base::bad_input("inspect.title_missing", "请写明检查内容");
            }
            insert_line(tx, {.id = env.ids.make<LineId>(), .object = object, .title = title, .drawn_on = env.today()});
            note(tx, env, actor, c.inspection, {.act = kLine, .object = object, .reason = title, .summary = of.unit.name + "：" + title});
            return base::Done{};
        });
    });
}

Result<View> drop_line(Environment& env, const Actor& actor, LineId line) {
    return env.db.write([&](store::WriteTx& tx) -> Result<View> {
        const auto known = find_line(tx, line);
        if (!known) {
            return no_line();
        }
        return with_object(env, tx, actor, known->object, [&](const Case& c, const Object& of) -> base::Status {
            const auto row = find_line(tx, line);
            const auto files = files_of(tx, c.inspection.id);
            const bool has_file = std::any_of(files.begin(), files.end(), [&](const FileRow& file) { return file.line == line; });
            if (!row) {
                return no_line();
            }
            if (row->task || row->finding != Finding::Open || has_file) {
                return base::conflict("inspect.line_in_use", "任务的检查项和已有记录的检查项不能删除");
            }
            delete_line(tx, line);
            note(tx, env, actor, c.inspection,
                 {.act = kLine, .object = of.id, .reason = "删除：" + row->title, .summary = of.unit.name + "：删除" + row->title});
            return base::Done{};
        });
    });
}

Result<View> redraw(Environment& env, const Actor& actor, ObjectId object) {
    return env.db.write([&](store::WriteTx& tx) -> Result<View> {
        return with_object(env, tx, actor, object, [&](const Case& c, const Object& of) -> base::Status {
            draw_lines(tx, env, c.inspection, of);
            note(tx, env, actor, c.inspection, {.act = kLine, .object = object, .summary = of.unit.name + "：更新清单数据"});
            return base::Done{};
        });
    });
}

Result<View> find(Environment& env, const Actor& actor, LineId line, std::int64_t version, Finding finding, const std::string& said) {
    return env.db.write([&](store::WriteTx& tx) -> Result<View> {
        const auto known = find_line(tx, line);
        if (!known) {
            return no_line();
        }
        return with_object(env, tx, actor, known->object, [&](const Case& c, const Object& of) -> base::Status {
            auto row = find_line(tx, line);
            if (!row) {
                return no_line();
            }
            if (row->version != version) {
                return version_mismatch();
            }
            if (finding == Finding::Problem && !plan::is_reason(said)) {
                auto error = base::bad_input("inspect.said_missing", "发现问题的，请写明是什么问题");
                error.fields.push_back(base::field_error("/said", base::phrase("inspect.said_missing", "请写明是什么问题")));
                return error;
            }
            row->finding = finding;
            row->said = said;
            row->found_by = actor.signature();
            row->found_on = env.today();
            update_line(tx, *row);
            note_participant(tx, of.id, actor.user);
            const char* word = finding == Finding::Ok ? "符合" : finding == Finding::Problem ? "存在问题" : "未检查";
            note(tx, env, actor, c.inspection,
                 {.act = kFinding,
                  .object = of.id,
                  .reason = row->title + "：" + word + (said.empty() ? "" : "；" + said),
                  .summary = of.unit.name + "：" + row->title + "：" + word});
            return base::Done{};
        });
    });
}

Result<FileRow> add_file(Environment& env, const Actor& actor, std::optional<LineId> line, std::optional<RectificationId> rectification,
                         std::string file_name, const std::string& uploaded_file) {
    const auto may = env.db.write([&](store::WriteTx& tx) -> base::Status {
        LUOSHI_TRY(place, place_of(tx, env, actor, line, rectification));
        return place.may_write;
    });
    if (!may) {
        return may.error();
    }
    LUOSHI_TRY(type, blob::check_type(file_name, uploaded_file));
    const auto stored = env.blobs->put_file(uploaded_file);
    const FileRow row{.id = env.ids.make<FileId>(),
                      .line = line,
                      .rectification = rectification,
                      .sha256 = stored.hash,
                      .file_name = std::move(file_name),
                      .size = static_cast<std::int64_t>(stored.size),
                      .media_type = std::string{type.media_type},
                      .uploader = actor.user,
                      .uploaded_by = actor.signature(),
                      .uploaded_at = env.clock.now()};
    return env.db.write([&](store::WriteTx& tx) -> Result<FileRow> {
        LUOSHI_TRY(place, place_of(tx, env, actor, line, rectification));
        LUOSHI_TRY(allowed, place.may_write);
        for (const auto& other : files_of(tx, place.c.inspection.id)) {
            if (other.line == line && other.rectification == rectification && other.sha256 == row.sha256) {
                return base::conflict(base::phrase("inspect.file_twice", "“{file}”的内容与已有的“{known}”完全相同，没有重复加入",
                                                   {{"file", row.file_name}, {"known", other.file_name}}));
            }
        }
        insert_file(tx, row);
        note(tx, env, actor, place.c.inspection, {.act = kFile, .object = place.object, .reason = row.file_name, .summary = row.file_name});
        return row;
    });
}

base::Status drop_file(Environment& env, const Actor& actor, FileId file) {
    return env.db.write([&](store::WriteTx& tx) -> base::Status {
        const auto row = find_file(tx, file);
        if (!row) {
            return no_file();
        }
        LUOSHI_TRY(place, place_of(tx, env, actor, row->line, row->rectification));
        LUOSHI_TRY(allowed, place.may_write);
        remove_file(tx, file, env.clock.now());
        note(tx, env, actor, place.c.inspection,
             {.act = kDropFile, .object = place.object, .reason = row->file_name, .summary = row->file_name});
        return base::Done{};
    });
}

Result<StoredEvidence> file_of(Environment& env, const Actor& actor, FileId file) {
    return env.db.read([&](store::ReadTx& tx) -> Result<StoredEvidence> {
        const auto row = find_file(tx, file);
        if (!row) {
            return no_file();
        }
        const auto line = row->line ? find_line(tx, *row->line) : std::nullopt;
        const auto rectification = row->rectification ? find_rectification(tx, *row->rectification) : std::nullopt;
        const auto object = find_object(tx, line ? line->object : rectification->object);
        const auto c = load_case(tx, env, actor, object->inspection);
        const bool sees_rectification =
            c && rectification && (sees_object(actor, c->inspection, *object) || is_touched(actor, rectification->unit));
        if (!c || !(c->standing.sees_all || sees_rectification)) {
            return no_file();
        }
        return StoredEvidence{*row, env.blobs->path(row->sha256)};
    });
}

}  // namespace luoshi::inspect
