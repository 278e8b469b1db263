#include "sheet/sheet.hpp"

#include <gmock/gmock.h>
#include <zip.h>

namespace luoshi::sheet {
namespace {

using base::Decimal;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

Cell number(const char* text) { return *Decimal::parse(text); }

/// A part of a workbook's package.
std::string part(const std::string& book, const char* name) {
    zip_error_t fault{};
    auto* source = zip_source_buffer_create(book.data(), book.size(), 0, &fault);
    auto* archive = zip_open_from_source(source, ZIP_RDONLY, &fault);
    EXPECT_NE(archive, nullptr);
    std::string out(1 << 16, '\0');
    auto* file = zip_fopen(archive, name, 0);
    EXPECT_NE(file, nullptr) << name;
    out.resize(static_cast<std::size_t>(zip_fread(file, out.data(), out.size())));
    zip_fclose(file);
    zip_close(archive);
    return out;
}

TEST(Csv, ShowsChineseInExcelAndQuotesWhatNeedsIt) {
    const Sheet sheet{.name = "a", .head = {{"单位", "值"}}, .rows = {{"东光县, \"县\"", number("12.5")}, {"空", {}}}};
    EXPECT_EQ(csv({sheet}), "\xEF\xBB\xBF单位,值\r\n\"东光县, \"\"县\"\"\",12.5\r\n空,\r\n");
}

TEST(Csv, ATextThatWouldRunAsAFormulaStaysText) {
    EXPECT_THAT(csv({{.name = "a", .head = {}, .rows = {{"=1+1", "@x", "-1", number("-1")}}}}), HasSubstr("'=1+1,'@x,'-1,-1\r\n"));
}

TEST(Xlsx, WritesNumbersAsNumbersAndFormulasAsText) {
    const auto book = xlsx({{.name = "指标", .title = "指标台", .head = {{"单位", "值"}}, .rows = {{"=1+1", number("12.5")}}}});
    EXPECT_THAT(book, StartsWith("PK"));
    const auto page = part(book, "xl/worksheets/sheet1.xml");
    EXPECT_THAT(page, HasSubstr("<v>12.5</v>"));
    EXPECT_THAT(page, Not(HasSubstr("<f>")));
    EXPECT_THAT(part(book, "xl/sharedStrings.xml"), HasSubstr("=1+1"));
    EXPECT_THAT(part(book, "xl/workbook.xml"), HasSubstr("指标"));
}

TEST(Xlsx, ANumberThatASpreadsheetWouldRoundIsText) {
    const auto page = part(xlsx({{.name = "a", .head = {}, .rows = {{number("123456789012345.6789")}}}}), "xl/worksheets/sheet1.xml");
    EXPECT_THAT(page, HasSubstr("t=\"s\""));
}

TEST(Xlsx, EqualNeighboursInTheHeadAreMerged) {
    const auto page = part(xlsx({{.name = "a", .head = {{"", "2019年", "2019年"}}, .rows = {}}}), "xl/worksheets/sheet1.xml");
    EXPECT_THAT(page, HasSubstr("<mergeCell ref=\"B1:C1\"/>"));
}

}  // namespace
}  // namespace luoshi::sheet
