#include "sheet/form.hpp"

#include <gmock/gmock.h>

#include "sheet/xlsx_file_test.hpp"

namespace luoshi::sheet {
namespace {

using base::Decimal;
using testing::HasSubstr;
using testing::Not;

std::string part(const std::string& book, const char* name) {
    const KeptFile file{book};
    int fault = 0;
    zip_t* archive = zip_open(file.path().c_str(), ZIP_RDONLY, &fault);
    zip_file_t* entry = zip_fopen(archive, name, 0);
    if (entry == nullptr) {
        zip_discard(archive);
        return "";
    }
    std::string out(1 << 20, '\0');
    out.resize(static_cast<std::size_t>(zip_fread(entry, out.data(), out.size())));
    zip_fclose(entry);
    zip_discard(archive);
    return out;
}

Form village_form() {
    return {
        .name = "填报",
        .title = "2020年6月填报表",
        .notes = {"黄色列由单位填写"},
        .columns = {{.head = "单位"}, {.head = "数值", .asked = true}, {.head = "原因", .asked = true}, {.head = "标识", .hidden = true}},
        .checks = {{.least = Decimal{}, .most = *Decimal::from_integer(100), .hint = "填 0 到 100"},
                   {.choices = {"本期未发生", "尚无数据"}}},
        .rows = {{{.value = "东光县"},
                  {.value = *Decimal::parse("12.5"), .access = Access::Open, .check = 0},
                  {.value = {}, .access = Access::Open, .check = 1},
                  {.value = "7.3"}},
                 {{.value = "青县"},
                  {.value = *Decimal::parse("-1"), .access = Access::Open, .check = 0, .mark = "不能为负数"},
                  {},
                  {.value = "7.4"}}},
        .record_name = "版本",
        .record = {{"plan", "12345678901234567"}}};
}

TEST(Form, IsProtectedButForItsOpenCells) {
    const auto book = xlsx(village_form());
    const auto page = part(book, "xl/worksheets/sheet1.xml");
    EXPECT_THAT(page, HasSubstr("<sheetProtection sheet=\"1\""));
    EXPECT_THAT(part(book, "xl/styles.xml"), HasSubstr("<protection locked=\"0\"/>"));
    EXPECT_THAT(page, HasSubstr("hidden=\"1\""));
}

TEST(Form, ChecksNumbersAndOffersLists) {
    const auto page = part(xlsx(village_form()), "xl/worksheets/sheet1.xml");
    EXPECT_THAT(page, HasSubstr("type=\"decimal\""));
    EXPECT_THAT(page, HasSubstr("sqref=\"B4:B5\"")) << "one rule for neighbours of the same check";
    EXPECT_THAT(page, HasSubstr("type=\"list\""));
    EXPECT_THAT(page, HasSubstr("本期未发生,尚无数据"));
}

TEST(Form, MarksWhatIsWrongRedWithAComment) {
    const auto book = xlsx(village_form());
    EXPECT_THAT(part(book, "xl/comments1.xml"), HasSubstr("ref=\"B5\""));
    EXPECT_THAT(part(book, "xl/comments1.xml"), HasSubstr("不能为负数"));
    auto right = village_form();
    right.rows[1][1].mark.clear();
    EXPECT_EQ(part(xlsx(right), "xl/comments1.xml"), "");
}

TEST(Form, ComesBackWithItsRecord) {
    const auto form = village_form();
    const auto book = read_bytes(xlsx(form));
    ASSERT_TRUE(book) << book.error().message;
    const auto& page = *book->find("填报");
    EXPECT_EQ(page.at(form.head_row(), 1).text, "数值");
    EXPECT_EQ(page.at(form.head_row() + 1, 1).text, "12.5");
    EXPECT_EQ(page.at(form.head_row() + 2, 3).text, "7.4");
    const auto* record = book->find("版本");
    ASSERT_NE(record, nullptr);
    EXPECT_TRUE(record->hidden);
    EXPECT_EQ(record->at(0, 1).text, "12345678901234567");
}

}  // namespace
}  // namespace luoshi::sheet
