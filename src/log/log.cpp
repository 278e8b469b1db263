#include "log/log.hpp"

#include <spdlog/logger.h>
#include <spdlog/sinks/rotating_file_sink.h>
#include <spdlog/sinks/stdout_sinks.h>

#include <atomic>
#include <memory>
#include <stdexcept>
#include <vector>

namespace luoshi::log {
namespace {

constexpr std::size_t kFileSize = 50 << 20;
constexpr std::size_t kFiles = 5;

spdlog::level::level_enum spdlog_level(Level level) {
    switch (level) {
        case Level::Debug:
            return spdlog::level::debug;
        case Level::Info:
            return spdlog::level::info;
        case Level::Warn:
            return spdlog::level::warn;
        case Level::Error:
            return spdlog::level::err;
    }
    return spdlog::level::info;
}

std::shared_ptr<spdlog::logger> make_logger(const Settings& settings) {
    std::vector<spdlog::sink_ptr> sinks{std::make_shared<spdlog::sinks::stderr_sink_mt>()};
    if (!settings.file.empty()) {
        sinks.push_back(std::make_shared<spdlog::sinks::rotating_file_sink_mt>(settings.file, kFileSize, kFiles));
    }
    auto logger = std::make_shared<spdlog::logger>("luoshi", sinks.begin(), sinks.end());
    logger->set_pattern("%Y-%m-%dT%H:%M:%S.%eZ %l %v", spdlog::pattern_time_type::utc);
    logger->set_level(spdlog_level(settings.least));
    logger->flush_on(spdlog::level::info);
    return logger;
}

/// The one logger of the process; start() replaces it.
std::atomic<std::shared_ptr<spdlog::logger>>& logger() {
    static std::atomic<std::shared_ptr<spdlog::logger>> instance{make_logger({})};
    return instance;
}

/// Quotes a value that would not read back as one word, so that a line can neither be split nor forged.
void append_value(std::string& line, std::string_view value) {
    if (!value.empty() && value.find_first_of(" =\"\\\n\r\t") == std::string_view::npos) {
        line += value;
        return;
    }
    line += '"';
    for (const char c : value) {
        if (c == '"' || c == '\\') {
            line += '\\';
            line += c;
        } else if (c == '\n' || c == '\r' || c == '\t') {
            line += c == '\n' ? "\\n" : c == '\r' ? "\\r" : "\\t";
        } else {
            line += c;
        }
    }
    line += '"';
}

}  // namespace

void start(const Settings& settings) {
    try {
        logger().store(make_logger(settings));
    } catch (const spdlog::spdlog_ex& fault) {
        throw std::runtime_error("不能写日志文件 " + settings.file + "：" + fault.what() + "。请检查文件夹是否存在、是否可写。");
    }
}

void write(Level level, std::string_view event, std::initializer_list<Field> fields) {
    const auto target = logger().load();
    if (!target->should_log(spdlog_level(level))) {
        return;
    }
    std::string line{event};
    for (const Field& field : fields) {
        line.append(" ").append(field.name).append("=");
        append_value(line, field.value);
    }
    target->log(spdlog_level(level), spdlog::string_view_t{line.data(), line.size()});
}

}  // namespace luoshi::log
