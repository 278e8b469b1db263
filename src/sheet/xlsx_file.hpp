#pragma once
#include <string>
#include <string_view>

struct lxw_workbook;
struct lxw_worksheet;
struct lxw_format;

namespace luoshi::sheet {

/// A workbook being written; the library writes to a path only, so it gets one in memory.
class XlsxFile {
public:
    XlsxFile();
    ~XlsxFile();
    XlsxFile(const XlsxFile&) = delete;
    XlsxFile& operator=(const XlsxFile&) = delete;

    /// A new sheet; its name is cut to what a tab may hold.
    lxw_worksheet* add_sheet(std::string_view name);
    lxw_format* new_format();
    /// The finished file.
    std::string done();

private:
    std::string path() const;
    const int file_;
    lxw_workbook* book_ = nullptr;
};

/// Throws std::runtime_error when a call of the library failed.
void check_written(int error);
/// Columns as wide as their text: a Chinese character takes two places.
double width_of(std::string_view text);

}  // namespace luoshi::sheet
