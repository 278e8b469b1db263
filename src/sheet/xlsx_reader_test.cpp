#include "sheet/xlsx_reader.hpp"

#include <gmock/gmock.h>

#include <chrono>
#include <cstdio>

#include "sheet/sheet.hpp"
#include "sheet/xlsx_file_test.hpp"

namespace luoshi::sheet {
namespace {

using base::Decimal;
using testing::ElementsAre;
using testing::Pair;

ReadCell only_cell(const std::string& xml, std::map<std::string, std::string> more = {}) {
    const auto book = read_bytes(book_of("<row r=\"1\">" + xml + "</row>", std::move(more)));
    EXPECT_TRUE(book) << book.error().message;
    return book ? book->sheets.front().at(0, 0) : ReadCell{};
}
std::string code_of(const base::Result<ReadBook>& book) { return book ? "" : book.error().code; }

TEST(XlsxReader, ReadsWhatTheWriterWrote) {
    const auto book = read_bytes(xlsx({{.name = "指标",
                                        .title = "指标台",
                                        .head = {{"单位", "2019年", "2019年"}},
                                        .rows = {{"东光县", *Decimal::parse("12.5"), {}}, {"=1+1", *Decimal::parse("-3"), "甲\n乙 "}}}}));
    ASSERT_TRUE(book) << book.error().message;
    const auto& sheet = *book->find("指标");
    EXPECT_EQ(sheet.at(0, 0).text, "指标台");
    EXPECT_THAT(sheet.merged, ElementsAre(Range{1, 1, 1, 2}));
    EXPECT_EQ(sheet.at(2, 1).kind, Kind::Number);
    EXPECT_EQ(sheet.at(2, 1).text, "12.5");
    EXPECT_EQ(sheet.at(2, 2).kind, Kind::Empty);
    EXPECT_EQ(sheet.at(3, 0).text, "=1+1");
    EXPECT_FALSE(sheet.at(3, 0).formula) << "text that looks like one";
    EXPECT_EQ(sheet.at(3, 2).text, "甲\n乙 ");
    EXPECT_EQ(sheet.columns(), 3U);
}

TEST(XlsxReader, KeepsTheLiteralOfANumber) {
    EXPECT_EQ(only_cell("<c r=\"A1\"><v>64.099999999999994</v></c>").text, "64.099999999999994");
    EXPECT_EQ(only_cell("<c r=\"A1\"><v>123456789012345678901</v></c>").text, "123456789012345678901");
}

TEST(XlsxReader, ShowsANumberAsASpreadsheetDoes) {
    const std::pair<const char*, const char*> shown[] = {{"64.099999999999994", "64.1"},
                                                         {"0.10000000000000001", "0.1"},
                                                         {"1.5E-3", "0.0015"},
                                                         {"1E+15", "1000000000000000"},
                                                         {"-0.5", "-0.5"},
                                                         {"007.50", "7.5"},
                                                         {"999999999999999.9", "1000000000000000"},
                                                         {"0.0", "0"}};
    for (const auto& [literal, text] : shown) {
        EXPECT_EQ(shown_number(literal), text) << literal;
    }
    for (const auto* literal : {"", "-", "1,2", "1e", "1e99", "NaN", "1.2.3"}) {
        EXPECT_EQ(shown_number(literal), std::nullopt) << literal;
    }
}

TEST(XlsxReader, ReadsEveryKindOfCell) {
    const std::map<std::string, std::string> strings{
        {"xl/sharedStrings.xml",
         "<sst><si><t>甲</t></si><si><r><t>乙</t></r><r><t xml:space=\"preserve\"> 丙</t></r><rPh><t>x</t></rPh></si></sst>"}};
    EXPECT_EQ(only_cell("<c r=\"A1\" t=\"s\"><v>1</v></c>", strings).text, "乙 丙");
    EXPECT_EQ(only_cell("<c r=\"A1\" t=\"inlineStr\"><is><t>丁_x000D_&#10;戊</t></is></c>").text, "丁\n戊");
    EXPECT_EQ(only_cell("<c r=\"A1\" t=\"b\"><v>1</v></c>").kind, Kind::Boolean);
    EXPECT_EQ(only_cell("<c r=\"A1\" t=\"e\"><v>#DIV/0!</v></c>").kind, Kind::Fault);
    const auto formula = only_cell("<c r=\"A1\"><f>SUM(B1:B2)</f><v>3</v></c>");
    EXPECT_TRUE(formula.formula);
    EXPECT_EQ(formula.text, "3");
    EXPECT_TRUE(only_cell("<c r=\"A1\"><f>B1</f></c>").formula) << "never computed";
    EXPECT_EQ(only_cell("<c r=\"A1\" s=\"3\"/>").kind, Kind::Empty) << "formatted only";
    EXPECT_EQ(only_cell("<x:c r=\"A1\"><x:v>7</x:v></x:c>").text, "7") << "a namespace prefix";
    EXPECT_EQ(only_cell("<c><v>8</v></c>").text, "8") << "no address";
}

TEST(XlsxReader, TellsDatesAndPercentagesByTheirFormat) {
    const std::map<std::string, std::string> styles{
        {"xl/styles.xml",
         "<styleSheet><numFmts><numFmt numFmtId=\"164\" formatCode=\"yyyy&quot;年&quot;m&quot;月&quot;\"/>"
         "<numFmt numFmtId=\"165\" formatCode=\"0.00&quot;days&quot;[Red]\"/></numFmts><cellXfs><xf numFmtId=\"0\"/>"
         "<xf numFmtId=\"14\"/><xf numFmtId=\"164\"/><xf numFmtId=\"165\"/><xf numFmtId=\"9\"/></cellXfs></styleSheet>"}};
    const auto shown = [&](int style) {
        return only_cell("<c r=\"A1\" s=\"" + std::to_string(style) + "\"><v>43983</v></c>", styles).shown;
    };
    EXPECT_EQ(shown(0), Shown::Plain);
    EXPECT_EQ(shown(1), Shown::Date);
    EXPECT_EQ(shown(2), Shown::Date);
    EXPECT_EQ(shown(3), Shown::Plain);
    EXPECT_EQ(shown(4), Shown::Percent);
    EXPECT_EQ(serial_day("43983", false), base::parse_date("2020-06-01"));
    EXPECT_EQ(serial_day("43983.75", false), base::parse_date("2020-06-01"));
    EXPECT_EQ(serial_day("42521", true), base::parse_date("2020-06-01"));
    EXPECT_EQ(serial_day("0", false), std::nullopt);
}

TEST(XlsxReader, ReadsHiddenSheetsNamesAndProperties) {
    const auto book = read_bytes(package(
        {{"_rels/.rels", R"(<Relationships><Relationship Id="r1" Type="http://x/officeDocument" Target="xl/workbook.xml"/>)"
                         R"(<Relationship Id="r2" Type="http://x/custom-properties" Target="docProps/custom.xml"/></Relationships>)"},
         {"docProps/custom.xml", R"(<Properties><property name="mark"><vt:lpwstr>abc</vt:lpwstr></property></Properties>)"},
         {"xl/workbook.xml", R"(<workbook><sheets><sheet name="表" state="veryHidden" r:id="r1"/></sheets>)"
                             R"(<definedNames><definedName name="区" hidden="1">表!$A$1</definedName></definedNames></workbook>)"},
         {"xl/worksheets/sheet1.xml", "<worksheet><sheetData/></worksheet>"}}));
    ASSERT_TRUE(book) << book.error().message;
    EXPECT_TRUE(book->sheets.front().hidden);
    EXPECT_THAT(book->names, ElementsAre(Pair("区", "表!$A$1")));
    EXPECT_THAT(book->properties, ElementsAre(Pair("mark", "abc")));
}

TEST(XlsxReader, SaysWhatIsNoWorkbook) {
    EXPECT_EQ(code_of(read_bytes("甲,乙\r\n")), "sheet.not_xlsx");
    EXPECT_EQ(code_of(read_bytes("")), "sheet.not_xlsx");
    EXPECT_EQ(code_of(read_bytes("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1 old or locked")), "sheet.encrypted");
    EXPECT_EQ(code_of(read_bytes(package({{"xl/workbook.xml", "<workbook><sheets>"}}))), "sheet.damaged");
    EXPECT_EQ(code_of(read_bytes(package({}))), "sheet.damaged") << "the sheet is missing";
    auto cut = xlsx({{.name = "a", .head = {}, .rows = {{"甲"}}}});
    cut.resize(cut.size() / 2);
    EXPECT_EQ(code_of(read_bytes(cut)), "sheet.not_xlsx");
    EXPECT_EQ(code_of(read_bytes(book_of("<row r=\"1\"><c r=\"A1\" t=\"s\"><v>9</v></c></row>"))), "sheet.damaged") << "no such string";
    EXPECT_EQ(code_of(read_bytes(book_of("<row r=\"2\"/><row r=\"1\"/>"))), "sheet.damaged") << "rows out of order";
}

TEST(XlsxReader, FollowsNothingOutsideOfTheFile) {
    const auto with = [](const char* relation) {
        return read_bytes(book_of("", {{"xl/_rels/workbook.xml.rels", std::string{"<Relationships>"} + relation + "</Relationships>"}}));
    };
    EXPECT_EQ(code_of(with(R"(<Relationship Id="r1" TargetMode="External" Type="http://x/worksheet" Target="worksheets/sheet1.xml"/>)")),
              "sheet.damaged");
    EXPECT_EQ(code_of(with(R"(<Relationship Id="r1" Type="http://x/worksheet" Target="../../etc/passwd"/>)")), "sheet.damaged");
    const auto entity = read_bytes(book_of("<row r=\"1\"><c r=\"A1\" t=\"str\"><v>&a;</v></c></row>",
                                           {{"xl/styles.xml", "<!DOCTYPE x [<!ENTITY a SYSTEM \"file:///etc/passwd\">]><styleSheet/>"}}));
    ASSERT_TRUE(entity);
    EXPECT_EQ(entity->sheets.front().at(0, 0).text, "&a;") << "not expanded";
}

TEST(XlsxReader, RefusesWhatWouldFillTheMemory) {
    const auto bomb = book_of(std::string(3 << 20, ' '));
    EXPECT_LT(bomb.size(), 10'000U);
    EXPECT_EQ(code_of(read_bytes(bomb, {.unpacked_bytes = 1 << 20})), "sheet.too_large");
    std::map<std::string, std::string> many;
    for (int i = 0; i < 20; ++i) {
        many["xl/media/" + std::to_string(i)] = "";
    }
    EXPECT_EQ(code_of(read_bytes(book_of("", many), {.entries = 10})), "sheet.too_large");
    EXPECT_EQ(code_of(read_bytes(book_of("<row r=\"1048576\"><c r=\"A1048576\"><v>1</v></c></row>"))), "sheet.too_large");
    EXPECT_EQ(code_of(read_bytes(book_of("<row r=\"1\"><c r=\"ZZZ1\"><v>1</v></c></row>"))), "sheet.too_large");
    EXPECT_EQ(code_of(read_bytes(book_of("<row r=\"1048576\"><c r=\"A1048576\" s=\"1\"/></row>"))), "") << "formatted only costs nothing";
}

TEST(XlsxReader, CostsFewTimesWhatUnpackingCosts) {
    Sheet sheet{.name = "大", .head = {}};
    for (int row = 0; row < 5'000; ++row) {
        auto& cells = sheet.rows.emplace_back();
        for (int column = 0; column < 20; ++column) {
            column % 4 == 0 ? cells.emplace_back("第" + std::to_string(row % 97) + "项")
                            : cells.emplace_back(Decimal::from_e4(row * 100 + column));
        }
    }
    const auto bytes = xlsx({sheet});
    const KeptFile file{bytes};
    const auto time = [](auto&& work) {
        const auto begin = std::chrono::steady_clock::now();
        work();
        return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - begin).count();
    };
    const double unpacking = time([&] {
        int fault = 0;
        zip_t* archive = zip_open(file.path().c_str(), ZIP_RDONLY, &fault);
        std::string buffer(1 << 16, '\0');
        for (zip_int64_t i = 0; i < zip_get_num_entries(archive, 0); ++i) {
            zip_file_t* part = zip_fopen_index(archive, static_cast<zip_uint64_t>(i), 0);
            while (zip_fread(part, buffer.data(), buffer.size()) > 0) {
            }
            zip_fclose(part);
        }
        zip_discard(archive);
    });
    std::size_t cells = 0;
    const double reading = time([&] {
        const auto book = read_xlsx(file.path());
        for (const auto& row : book->sheets.front().rows) {
            cells += row.size();
        }
    });
    EXPECT_EQ(cells, 100'000U);
    std::printf("5,000 rows x 20 columns, %zu kB: unpacking %.1f ms, reading %.1f ms, %.1f times\n", bytes.size() / 1024, unpacking,
                reading, reading / unpacking);
}

TEST(XlsxReader, NamesCellsAsASpreadsheetDoes) {
    EXPECT_EQ(cell_name(6, 2), "C7");
    EXPECT_EQ(cell_name(0, 25), "Z1");
    EXPECT_EQ(cell_name(0, 26), "AA1");
    EXPECT_EQ(cell_name(9, 701), "ZZ10");
    EXPECT_EQ(cell_name(9, 702), "AAA10");
}

}  // namespace
}  // namespace luoshi::sheet
