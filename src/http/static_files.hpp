#pragma once
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "base/embedded_file.hpp"
#include "http/message.hpp"

namespace luoshi::http {

/// The web application's files as compiled into the program.
class StaticFiles {
public:
    StaticFiles() = default;
    explicit StaticFiles(base::EmbeddedFiles files);

    /// The answer for a decoded path ("/assets/app-3f2a.js"); nothing when there is no such file and no index.html stands in for it.
    /// Brotli is preferred to gzip to plain, as Accept-Encoding allows; If-None-Match is honoured.
    std::optional<Response> answer(const Request& request) const;

private:
    struct Variant {
        std::string_view data;
        std::string etag;
    };
    struct File {
        Variant plain, gzip, brotli;
        std::string_view type;
    };
    std::map<std::string, File, std::less<>> files_;
};

}  // namespace luoshi::http
