#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace luoshi::org {

/// The writing of a name without what writers vary: width, blanks, brackets and separators fall away, 人民政府 is 政府,
/// 管理委员会 is 管委会. 各县（市、区）人民政府 and 各县市区政府 have the same key.
std::string name_key(std::string_view name);

/// `names` and what follows from them: within the city a name that starts with the city's own (沧州市) is also written 市…, and the
/// reverse. Without repetitions, in order.
std::vector<std::string> writings(const std::vector<std::string>& names, std::string_view city);

}  // namespace luoshi::org
