#include "corpus/renamed_plan.hpp"

#include <utility>

namespace luoshi::corpus {
namespace {

constexpr std::pair<std::string_view, std::string_view> kNames[] = {
    {"沧政办字", "溪政办字"}, {"沧州", "云溪"},         {"来沧", "来溪"},         {"渤海新区", "东湖新区"}, {"新华区", "东山区"},
    {"运河区", "西水区"},     {"黄骅", "白鹿"},         {"南皮", "北岭"},         {"盐山", "铁山"},         {"海兴", "湖兴"},
    {"肃宁", "安平坝"},       {"孟村", "赵庄"},         {"泊头", "渡口"},         {"富镇", "贵镇"},         {"尚村", "下湾"},
    {"河北省", "山南省"},     {"石家庄", "李家屯"},     {"廊坊", "桥北"},         {"义乌", "义山"},         {"深圳", "南港"},
    {"北京", "上都"},         {"商务", "贸易"},         {"工信", "产业"},         {"发改", "计划"},         {"质监", "量检"},
    {"农牧", "田牧"},         {"供销社", "合作社"},     {"邮政", "驿递"},         {"住建", "营造"},         {"民政", "民务"},
    {"卫计", "康健"},         {"智慧办", "灵犀办"},     {"税务", "赋税"},         {"人行", "央行"},         {"扶贫", "帮扶"},
    {"人社", "人力"},         {"交通运输", "路运"},     {"规划局", "筹划局"},     {"财政", "度支"},         {"教育", "学政"},
    {"宣传部", "传播部"},     {"网信", "网络"},         {"文广新", "文艺"},       {"淘宝", "拾光"},         {"天猫", "地狗"},
    {"聪慧", "敏捷"},         {"掌云", "握星"},         {"阿里巴巴", "乐山乐水"}, {"京东", "海西"},         {"华为", "中恒"},
    {"华北商厦", "西岭大厦"}, {"信誉楼", "诚实阁"},     {"皮毛", "陶瓷"},         {"减速机", "离心泵"},     {"弯头", "阀门"},
    {"1688", "2799"},         {"电子商务", "智能制造"}, {"电商", "智造"},         {"海外仓", "境外库"},     {"快递箱", "包裹柜"},
    {"宽带", "光缆"},         {"丝路", "茶路"},         {"网络适销", "线上畅销"}};

}  // namespace

std::string renamed_plan(std::string_view plan) {
    std::string out;
    out.reserve(plan.size());
    for (std::size_t i = 0; i < plan.size();) {
        const std::pair<std::string_view, std::string_view>* name = nullptr;
        for (const auto& candidate : kNames) {
            if (plan.substr(i).starts_with(candidate.first)) {
                name = &candidate;
                break;
            }
        }
        out += name != nullptr ? name->second : plan.substr(i, 1);
        i += name != nullptr ? name->first.size() : 1;
    }
    return out;
}

}  // namespace luoshi::corpus
