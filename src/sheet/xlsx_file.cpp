#include "sheet/xlsx_file.hpp"

#include <sys/mman.h>
#include <unistd.h>
#include <xlsxwriter.h>

#include <fstream>
#include <iterator>
#include <stdexcept>

#include "base/text.hpp"

namespace luoshi::sheet {
namespace {

constexpr std::size_t kTabCharacters = 31;

}  // namespace

XlsxFile::XlsxFile() : file_(memfd_create("workbook", MFD_CLOEXEC)) {
    book_ = file_ < 0 ? nullptr : workbook_new(path().c_str());
    if (book_ == nullptr) {
        throw std::runtime_error("无法写出工作簿：内存不足");
    }
}

XlsxFile::~XlsxFile() { close(file_); }

std::string XlsxFile::path() const { return "/proc/self/fd/" + std::to_string(file_); }

lxw_worksheet* XlsxFile::add_sheet(std::string_view name) {
    const auto cut = base::encode_utf8(base::decode_utf8(name).value_or(U"Sheet1").substr(0, kTabCharacters));
    auto* page = workbook_add_worksheet(book_, cut.c_str());
    if (page == nullptr) {
        throw std::runtime_error("无法写出工作簿：工作表名不合规范 " + cut);
    }
    return page;
}

lxw_format* XlsxFile::new_format() { return workbook_add_format(book_); }

std::string XlsxFile::done() {
    check_written(workbook_close(book_));
    std::ifstream in{path(), std::ios::binary};
    return {std::istreambuf_iterator<char>{in}, {}};
}

void check_written(int error) {
    if (error != LXW_NO_ERROR) {
        throw std::runtime_error(std::string{"无法写出工作簿："} + lxw_strerror(static_cast<lxw_error>(error)));
    }
}

double width_of(std::string_view text) {
    double width = 0;
    for (const auto character : base::decode_utf8(text).value_or(U"")) {
        width += character < 0x2E80 ? 1 : 2;
    }
    return width;
}

}  // namespace luoshi::sheet
