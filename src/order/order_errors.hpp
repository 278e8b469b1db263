#pragma once
#include <string>
#include <vector>

#include "base/result.hpp"

namespace luoshi::order {

inline base::Error version_mismatch() {
    return {base::Category::VersionMismatch, "order.version_mismatch", "这件事项刚被别人办理过，请刷新后再办", {}, {}};
}

inline base::FieldError field(const char* path, const char* code, std::string message) { return {path, code, std::move(message)}; }

inline base::Error invalid(std::vector<base::FieldError> errors) {
    return {base::Category::BadInput, "request.invalid", "填写有误，请改正后重新提交", std::move(errors), {}};
}

}  // namespace luoshi::order
