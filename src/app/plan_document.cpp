#include "app/plan_document.hpp"

#include <fmt/core.h>

#include <filesystem>
#include <fstream>
#include <iterator>

#include "document/extractor.hpp"

namespace luoshi::app {
namespace {

/// A document file as bytes; refused before it is read when it is too large.
base::Result<std::string> read_document(const std::string& file) {
    std::error_code fault;
    const auto size = std::filesystem::file_size(file, fault);
    if (fault) {
        return base::bad_input("document.unreadable", fmt::format("读不到文件 {}：请检查路径和权限", file));
    }
    if (size > document::kMaxDocumentBytes) {
        return document::too_large(size);
    }
    std::ifstream in{file, std::ios::binary};
    return std::string{std::istreambuf_iterator<char>{in}, {}};
}

}  // namespace

base::Result<plan::PlanDraft> read_draft(const std::string& file) {
    LUOSHI_TRY(bytes, read_document(file));
    return document::extract(bytes, std::filesystem::path{file}.filename().string());
}

std::optional<std::string> document_of(const std::string& package) {
    const std::filesystem::path folder = std::filesystem::path{package} / "document";
    if (std::filesystem::is_directory(folder)) {
        for (const auto& entry : std::filesystem::directory_iterator{folder}) {
            return entry.path().string();
        }
    }
    return std::nullopt;
}

}  // namespace luoshi::app
