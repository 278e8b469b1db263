// Development only: prints the extraction of files as JSON, or writes DIR/<name>.json for each.
#include <filesystem>
#include <fstream>
#include <iostream>
#include <sstream>

#include "document/extraction_json.hpp"
#include "document/extractor.hpp"

int main(int argc, char** argv) {
    const bool to_folder = argc > 2 && std::string_view(argv[1]) == "-o";
    for (int i = to_folder ? 3 : 1; i < argc; ++i) {
        const std::filesystem::path path = argv[i];
        std::stringstream bytes;
        bytes << std::ifstream(path, std::ios::binary).rdbuf();
        const auto draft = luoshi::document::extract(bytes.str(), path.filename().string());
        if (!draft) {
            std::cerr << path.string() << ": " << draft.error().code << ": " << draft.error().message << '\n';
            continue;
        }
        const std::string json = luoshi::document::extraction_json(*draft);
        if (to_folder) {
            std::ofstream(std::filesystem::path(argv[2]) / (path.stem().string() + ".json")) << json;
        } else {
            std::cout << json;
        }
    }
}
