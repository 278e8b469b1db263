#include "json/json.hpp"

#include <gmock/gmock.h>

namespace luoshi::json {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

std::vector<std::string> wrong_places(base::Status status) {
    std::vector<std::string> places;
    if (!status) {
        for (const base::FieldError& field : status.error().fields) {
            places.push_back(field.path + " " + field.code);
        }
    }
    return places;
}

TEST(Writer, WritesNestedValuesInCallOrder) {
    Writer out;
    out.begin_object().field("task", "电商进农村").field("months", 12).field("open", true).field("due", std::optional<base::Date>{});
    out.key("values").begin_array().value(base::Decimal::from_e4(125'000)).value(std::size_t{3}).begin_object().end_object().end_array();
    out.field("id", base::StrongId<struct AnyTag>{9'007'199'254'740'993}).end_object();
    EXPECT_EQ(out.text(), R"({"task":"电商进农村","months":12,"open":true,"due":null,"values":["12.5",3,{}],"id":"9007199254740993"})");
}

TEST(Writer, EscapesWhatJsonRequires) {
    Writer out;
    out.begin_object().field("a\"b", std::string_view{"\\ \" \n\t\r\b\f\x01\x1f 落/\x7f"}).end_object();
    EXPECT_EQ(out.text(), "{\"a\\\"b\":\"\\\\ \\\" \\n\\t\\r\\b\\f\\u0001\\u001f 落/\x7f\"}");
}

TEST(Writer, RoundTripsEveryAsciiCharacterAReaderAccepts) {
    std::string all = "\t\n\r";
    for (char c = 0x20; c < 0x7F; ++c) {
        all += c;
    }
    all += "沧州𠮷";
    Writer out;
    out.begin_object().field("text", all).end_object();
    Reader in{out.text()};
    EXPECT_EQ(in.text("text"), all);
    EXPECT_TRUE(in.finish());
}

TEST(Reader, ReadsEachKindOfField) {
    Reader in{R"({"name":"盐山县","n":-7,"v":"12.5","w":0.3,"day":"2018-08-31","id":"42","on":true,"kind":"at_least",
                  "list":["甲","乙"],"ids":["1","2"],"none":null,"place":{"code":"130925"},"rows":[{"a":1},{"a":2}]})"};
    EXPECT_EQ(in.text("name"), "盐山县");
    EXPECT_EQ(in.integer("n", -10, 10), -7);
    EXPECT_EQ(in.decimal("v").e4(), 125'000);
    EXPECT_EQ(in.decimal("w").e4(), 3'000);
    EXPECT_EQ(in.date("day"), *base::make_date(2018, 8, 31));
    EXPECT_EQ(in.id("id"), 42);
    EXPECT_TRUE(in.flag("on", false));
    EXPECT_EQ(in.choice("kind", {"at_least", "at_most"}), "at_least");
    EXPECT_THAT(in.texts("list"), ElementsAre("甲", "乙"));
    EXPECT_THAT(in.ids("ids"), ElementsAre(1, 2));
    EXPECT_EQ(in.opt_text("none"), std::nullopt);
    EXPECT_TRUE(in.has("none"));
    EXPECT_TRUE(in.is_null("none"));
    EXPECT_FALSE(in.has("absent"));
    EXPECT_EQ(in.opt_id("absent"), std::nullopt);
    EXPECT_EQ(in.object("place").text("code"), "130925");
    std::int64_t sum = 0;
    for (Reader& row : in.objects("rows")) {
        sum += row.integer("a", 0, 9);
    }
    EXPECT_EQ(sum, 3);
    EXPECT_THAT(wrong_places(in.finish()), IsEmpty());
}

TEST(Reader, ReportsEveryWrongFieldTogetherWithItsPointer) {
    Reader in{R"({"blank":" 　","long":"一二三四五六","n":11,"half":1.5,"v":"1.23456","day":"2018-02-30","id":7,"on":"yes",
                  "kind":"most","bell":"\u0007","texts":["好",3],"rows":[{"a":1,"extra":0},{"a":"x"},5],"a/b~c":1})"};
    in.text("absent");
    in.text("blank");
    in.text("long", 5);
    in.integer("n", 0, 10);
    in.integer("half", 0, 10);
    in.decimal("v");
    in.date("day");
    in.id("id");
    in.flag("on", false);
    in.choice("kind", {"least"});
    in.text("bell");
    in.texts("texts");
    for (Reader& row : in.objects("rows")) {
        row.opt_integer("a", 0, 9);
    }
    in.object("place").id("unit");
    in.fail("n", "report.period_closed", "报送期已关闭。");
    EXPECT_THAT(
        wrong_places(in.finish()),
        ElementsAre("/absent request.missing", "/blank request.missing", "/long request.too_long", "/n request.out_of_range",
                    "/half request.not_integer", "/v request.not_decimal", "/day request.not_date", "/id request.not_id",
                    "/on request.not_flag", "/kind request.not_choice", "/bell request.control_character", "/texts/1 request.not_text",
                    "/rows/2 request.not_object", "/rows/1/a request.not_integer", "/place request.missing", "/place/unit request.missing",
                    "/n report.period_closed", "/rows/0/extra request.unknown_member", "/a~1b~0c request.unknown_member"));
}

TEST(Reader, TellsLineAndColumnOfASyntaxError) {
    Reader in{"{\n  \"县\": 1,,\n}"};
    in.integer("县", 0, 9);
    const base::Status status = in.finish();
    ASSERT_FALSE(status);
    EXPECT_EQ(status.error().code, "request.syntax");
    EXPECT_THAT(status.error().message, HasSubstr("第 2 行第 10 列"));
}

TEST(Reader, RefusesTextThatIsNotOneJsonObject) {
    for (const std::string& text :
         {std::string{}, std::string{"[]"}, std::string{"{}{}"}, std::string{"{\"a\":\"\xff\"}"}, std::string{"{\"a\":1"},
          std::string{"{'a':1}"}, "{\"a\":" + std::string(40, '[') + std::string(40, ']') + "}"}) {
        Reader in{text};
        in.has("a");
        const base::Status status = in.finish();
        ASSERT_FALSE(status) << text;
        EXPECT_EQ(status.error().code, "request.syntax") << text;
    }
}

TEST(Reader, RefusesTheSecondOfTwoMembersWithOneName) {
    Reader in{R"({"a":1,"a":2})"};
    EXPECT_EQ(in.integer("a", 0, 9), 1);
    EXPECT_THAT(wrong_places(in.finish()), ElementsAre("/a request.unknown_member"));
}

TEST(Reader, KeepsADecimalExactWhereABinaryNumberWouldNot) {
    Reader in{R"({"big":922337203685477.5807,"fine":0.00001})"};
    EXPECT_EQ(in.decimal("big").e4(), 9'223'372'036'854'775'807);
    in.decimal("fine");
    EXPECT_THAT(wrong_places(in.finish()), ElementsAre("/fine request.not_decimal"));
}

TEST(Reader, RefusesMoreItemsThanAllowed) {
    Reader in{R"({"rows":[{},{},{}]})"};
    EXPECT_THAT(in.objects("rows", 2), IsEmpty());
    EXPECT_THAT(wrong_places(in.finish()), ElementsAre("/rows request.too_many"));
}

}  // namespace
}  // namespace luoshi::json
