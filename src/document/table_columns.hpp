#pragma once
#include <optional>
#include <string>
#include <vector>

#include "document/document_model.hpp"

namespace luoshi::document {

/// What a column of a task table holds.
enum class ColumnRole {
    Ignored,      ///< weights, baselines, people, progress, remarks of nature
    Number,       ///< 序号
    Task,         ///< 主要任务, 指标
    Text,         ///< 主要措施, 举措, 备注
    Figure,       ///< a target value, by its header or because its cells are figures
    YearText,     ///< 2018年工作举措
    MeasureUnit,  ///< 计量单位
    Place,        ///< 乡镇, 县区: the row's own unit
    Lead,
    Responsible,
    Deadline,
};

struct Column {
    ColumnRole role = ColumnRole::Text;
    std::string header;   ///< as written, without blanks
    std::u32string name;  ///< folded, without the unit of measure
    std::u32string unit;  ///< unit of measure in the header's bracket
    std::optional<int> year;
};

/// A body row laid over the columns; a null cell is not there. A cell that covers several year columns stands in each of them.
struct TableLine {
    std::vector<const Phrase*> cells;
    int begin = 0;
    int end = 0;
    bool merged_years = false;
};

/// A task table: its columns and its body rows with broken rows joined; repeated headers, group rows and notes are gone.
struct TaskTable {
    std::vector<Column> columns;
    std::vector<TableLine> lines;
    std::vector<Phrase> joined;  ///< cells put together from several rows; `lines` points here
    int header_begin = 0;
    int header_end = 0;
    int title_column = -1;  ///< which column names the task
};

/// Reads the table's header and lays out its rows. Nothing when no header is recognised.
std::optional<TaskTable> read_task_table(const Table& table);

/// Whether a cell says nothing: empty, —, /, 无.
bool is_blank_cell(const Phrase* cell);

}  // namespace luoshi::document
