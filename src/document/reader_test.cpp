#include <gtest/gtest.h>

#include "base/text.hpp"
#include "document/encoding.hpp"
#include "document/html_reader.hpp"
#include "document/outline.hpp"
#include "document/table_columns.hpp"
#include "document/text_reader.hpp"

namespace luoshi::document {
namespace {

/// Paragraphs in brackets, rows as cells with bars.
std::string shape(const Document& document) {
    std::string out;
    for (const Block& block : document.blocks) {
        if (const auto* paragraph = std::get_if<Paragraph>(&block)) {
            out += "[" + paragraph->phrase.compact().written() + "]";
            continue;
        }
        for (const Row& row : std::get<Table>(block).rows) {
            out += "{";
            for (std::size_t i = 0; i < row.cells.size(); ++i) {
                out += (i == 0 ? "" : "|") + row.cells[i].phrase.compact().written();
            }
            out += "}";
        }
    }
    return out;
}

std::string plain(std::u32string text) { return shape(read_text(std::move(text), TextFormat::Plain)); }

TEST(TextReader, JoinsParagraphsThatALineOrPageBroke) {
    EXPECT_EQ(plain(U"（三）各县要细化分解任务，明确责任。2018\n\n年8月底前出台措施。\n"),
              "[（三）各县要细化分解任务，明确责任。2018年8月底前出台措施。]");
    EXPECT_EQ(plain(U"一、任务\n\n第一段。\n第二段。"), "[一、任务][第一段。][第二段。]");
    EXPECT_EQ(plain(U"1.推进工作，完成任务。\n牵头单位：甲局\n责任单位：乙局"), "[1.推进工作，完成任务。][牵头单位：甲局][责任单位：乙局]");
    EXPECT_EQ(plain(U"责任单位：甲局、\n乙局\n2.丙"), "[责任单位：甲局、乙局][2.丙]");
    EXPECT_EQ(plain(U"第一段没有写完，\n\n— 3 —\n\n接着写。"), "[第一段没有写完，接着写。]");
}

TEST(TextReader, ReadsRowsWithTabsBarsAndFields) {
    EXPECT_EQ(plain(U"序号\t任务\n\n1\t<p>甲</p>\n抄送：乙"), "{序号|任务}{1|甲}[抄送：乙]");
    EXPECT_EQ(shape(read_text(U"# 标题\n\n| 序号 | 任务 |\n|---|:--|\n| 1 | 甲 |\n", TextFormat::Markdown)), "[标题]{序号|任务}{1|甲}");
    EXPECT_EQ(shape(read_text(U"标题,,\n序号,任务\n1,\"甲,\"\"乙\"\"\n丙\"\n", TextFormat::Csv)), "[标题]{序号|任务}{1|甲,\"乙\"丙}");
}

TEST(TextReader, PutsATableOfOneCellPerLineTogether) {
    EXPECT_EQ(plain(U"序号\n\n目标\n\n责任单位\n\n1\n\n增长5%\n\n甲局\n\n2\n\n增长6%\n\n乙局\n"),
              "{序号|目标|责任单位}{1|增长5%|甲局}{2|增长6%|乙局}");
}

TEST(TextReader, RejoinsATableThatAGroupLineBroke) {
    EXPECT_EQ(plain(U"序号\t任务\t单位\n一、稳增长\n1\t甲\t乙局\n二、促消费\n2\t丙\t丁局"),
              "{序号|任务|单位}{一、稳增长}{1|甲|乙局}{二、促消费}{2|丙|丁局}");
}

TEST(TextReader, KeepsThePlaceOfEveryCharacter) {
    const Document document = read_text(U"一、甲\n\n序号\t任务\n1\t<p>到 2020 年</p>\n", TextFormat::Plain);
    const auto& cell = std::get<Table>(document.blocks[1]).rows[1].cells[1].phrase;
    const Phrase text = cell.compact();
    EXPECT_EQ(text.written(), "到2020年");
    const auto span = document.span(text, 1, 5);
    EXPECT_EQ(document.text.substr(static_cast<std::size_t>(span.begin), static_cast<std::size_t>(span.end - span.begin)), U"2020");
    EXPECT_EQ(span.start_line, 4);
}

TEST(HtmlReader, ReadsParagraphsEntitiesAndSpannedTables) {
    const auto html = read_html(
        U"<html><head><title>页</title></head><body><script>var x='<p>';</script><p>&nbsp;一、目标&#65306;</p><!-- 注 -->\n"
        U"<table><tr><th rowspan=2>序号</th><th colspan='2'>目标</th></tr><tr><td>2018年</td><td>2019年</td></tr>"
        U"<tr><td>1</td><td>甲<br>乙</td><td>丙</td></tr></table></body>");
    EXPECT_EQ(shape(html), "[一、目标：]{序号|目标}{|2018年|2019年}{1|甲乙|丙}");
    EXPECT_EQ(std::get<Table>(html.blocks[1]).rows[0].cells[1].columns, 2);
}

TEST(HtmlReader, SurvivesBrokenMarkup) {
    EXPECT_EQ(shape(read_html(U"<p>甲<b 乙 <td>丙</table></tr><p")), "[甲丙<p]");
    EXPECT_EQ(shape(read_html(U"<table><tr><td>甲<td>乙<tr><td>丙<td>丁")), "{甲|乙}{丙|丁}");
}

std::string refs(std::u32string text) {
    std::string out;
    for (const Item& item : read_outline(read_text(std::move(text), TextFormat::Plain))) {
        out += (out.empty() ? "" : " ") + item.ref + "/" + std::to_string(item.pieces.size());
    }
    return out;
}

TEST(Outline, BuildsRefsFromThePathOfMarks) {
    EXPECT_EQ(refs(U"一、甲\n（一）乙。\n1.丙。\n2.丁。\n二、戊\n3.己。"), "一/1 一(一)/1 一(一)1/1 一(一)2/1 二/1 二3/1");
    EXPECT_EQ(refs(U"（六）甲\n——乙\n116.丙。\n117.丁。"), "(六)/1 (六)—1/1 (六)116/1 (六)117/1");
    EXPECT_EQ(refs(U"第一章 总则\n第一条 甲。\n第二章 职责\n第二条 乙。"), "第一章/1 第一条/1 第二章/1 第二条/1");
}

TEST(Outline, GivesTheClosingParagraphOfASectionToTheSection) {
    EXPECT_EQ(refs(U"一、甲\n（一）乙。先做这个事情。\n（二）丙。再做那个事情。\n全市培训1万人次。\n二、丁\n（一）戊。"),
              "一/2 一(一)/1 一(二)/1 二/1 二(一)/1");
    EXPECT_EQ(refs(U"一、甲\n（一）乙\n先做这个。\n（二）丙\n再做那个。\n二、丁"), "一/1 一(一)/2 一(二)/2 二/1");
}

TEST(Outline, LeavesTheSignatureOut) { EXPECT_EQ(refs(U"一、甲\n乙丙。\n某市人民政府办公室\n2018年8月17日\n抄送：丁"), "一/2"); }

std::optional<TaskTable> table(std::u32string text) {
    static std::optional<Document> document;
    document.emplace(read_text(std::move(text), TextFormat::Plain));
    return read_task_table(std::get<Table>(document->blocks.front()));
}

TEST(TaskTables, KnowTheirColumns) {
    const auto read = table(
        U"序号\t主要任务\t主要措施和目标\t2018年工作举措\t2019年工作举措\t牵头单位\t责任单位\t完成时限\t分值\n1\t甲\t乙\t丙\t丁\t戊局\t己局"
        U"\t6月\t3");
    ASSERT_TRUE(read);
    std::vector<ColumnRole> roles;
    for (const auto& column : read->columns) {
        roles.push_back(column.role);
    }
    using enum ColumnRole;
    EXPECT_EQ(roles, (std::vector{Number, Task, Text, YearText, YearText, Lead, Responsible, Deadline, Ignored}));
    EXPECT_EQ(read->title_column, 1);
    EXPECT_EQ(read->columns[4].year, 2019);
}

TEST(TaskTables, SpreadAMergedCellOverTheYears) {
    const auto read = table(U"序号\t任务\t2018年\t2019年\t2020年\t牵头单位\n1\t甲\t一年\t二年\t三年\t乙局\n2\t丙\t持续推进\t丁局");
    ASSERT_TRUE(read);
    EXPECT_FALSE(read->lines[0].merged_years);
    EXPECT_TRUE(read->lines[1].merged_years);
    EXPECT_EQ(read->lines[1].cells[4]->written(), "持续推进");
    EXPECT_EQ(read->lines[1].cells[5]->written(), "丁局");
}

TEST(TaskTables, JoinBrokenRowsAndDropHeadersGroupsAndNotes) {
    const auto read = table(
        U"序号\t任务\t牵头单位\n一\t空气质量\n1\t改善重污染天\t甲局\n\n序号\t任务\t牵头单位\n\t数继续下降\t\n说明\t以上均为约束性\n2\t监测"
        U"网\t乙局");
    ASSERT_TRUE(read);
    ASSERT_EQ(read->lines.size(), 2U);
    EXPECT_EQ(read->lines[0].cells[1]->compact().written(), "改善重污染天数继续下降");
}

TEST(TaskTables, JoinARowCutInsideACell) {
    const auto read = table(U"序号\t任务\t措施\t责任单位\n1\t促消费\t举办活动\n增长9%\t甲局\n2\t稳外贸\t进出口\t乙局");
    ASSERT_TRUE(read);
    ASSERT_EQ(read->lines.size(), 2U);
    EXPECT_EQ(read->lines[0].cells[2]->compact().written(), "举办活动增长9%");
    EXPECT_EQ(read->lines[0].cells[3]->written(), "甲局");
}

TEST(TaskTables, NeedAHeader) { EXPECT_FALSE(table(U"甲\t乙\t丙\n丁\t戊\t己")); }

std::string decoded(std::string_view bytes) {
    const auto text = decode_text(bytes);
    return text ? base::encode_utf8(*text) : text.error().code;
}

TEST(Encoding, ReadsWhatChineseOfficesWrite) {
    EXPECT_EQ(decoded("\xEF\xBB\xBF市政府\r\n办\r公"), "市政府\n办\n公");
    EXPECT_EQ(decoded(std::string_view("\xFF\xFE\x02\x5E\x3F\x65", 6)), "市政");
    const std::string gb =
        "\xD2\xBB\xA1\xA2\xD6\xF0\xBC\xB6\xBE\xAB\xCF\xB8\xB7\xD6\xBD\xE2\xC8\xCE\xCE\xF1\xA3\xAC\xC8\xAB\xC3\xE6\xC2\xE4\xCA\xB5\xB9\xA4"
        "\xD7\xF7\xD4\xF0\xC8\xCE";
    EXPECT_EQ(decoded(gb), "一、逐级精细分解任务，全面落实工作责任");
}

TEST(Encoding, RefusesWhatIsNoText) {
    EXPECT_EQ(decoded(""), "document.empty");
    EXPECT_EQ(decoded(" \n\t"), "document.empty");
    EXPECT_EQ(decoded(std::string_view("\x7F"
                                       "ELF\x02\x00\x00\xFF\xFE\x00\x01",
                                       11)),
              "document.binary");
    EXPECT_EQ(decoded("\x01\x02\x03\x04\x05"), "document.binary");
    const auto wrong = decode_text("一、市政府\n各县\xFF\xFF区\n");
    ASSERT_FALSE(wrong);
    EXPECT_EQ(wrong.error().code, "document.encoding");
    EXPECT_NE(wrong.error().message.find("第 2 行第 3 个字符"), std::string::npos) << wrong.error().message;
}

}  // namespace
}  // namespace luoshi::document
