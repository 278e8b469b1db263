#include "mail/sender.hpp"

#include <curl/curl.h>
#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <memory>
#include <optional>
#include <stdexcept>

namespace luoshi::mail {
namespace {

struct Ends {
    void operator()(CURL* curl) const { curl_easy_cleanup(curl); }
    void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};

/// libcurl wants this once, before its first use by any thread.
void start_curl() {
    static const auto started = curl_global_init(CURL_GLOBAL_DEFAULT);
    if (started != CURLE_OK) {
        throw std::runtime_error("libcurl does not start");
    }
}

std::size_t read_body(char* into, std::size_t size, std::size_t count, void* from) {
    auto& rest = *static_cast<std::string_view*>(from);
    const auto taken = std::min(rest.size(), size * count);
    rest.copy(into, taken);
    rest.remove_prefix(taken);
    return taken;
}

/// Keeps the last refusal the server spoke.
std::size_t read_answer(char* line, std::size_t size, std::size_t count, void* into) {
    std::string text{line, size * count};
    std::erase_if(text, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; });
    if (text.starts_with('4') || text.starts_with('5')) {
        *static_cast<std::string*>(into) = text.substr(0, 300);
    }
    return size * count;
}

base::Error failure(const Server& server, CURLcode fault, long answer, const std::string& said, const std::string& detail) {
    const auto place = fmt::format("{}:{}", server.host, server.port);
    const auto passing = [&](std::string code, std::string message) {
        return base::Error{base::Category::Unavailable,
                           std::move(code),
                           std::move(message),
                           {},
                           {},
                           {{"server", place}, {"said", said.empty() ? detail : said}}};
    };
    switch (fault) {
        case CURLE_COULDNT_RESOLVE_HOST:
            return passing("mail.unreachable", fmt::format("找不到邮件服务器 {}：请核对主机名和域名解析", server.host));
        case CURLE_COULDNT_CONNECT:
            return passing("mail.unreachable", fmt::format("连不上邮件服务器 {}：请核对主机、端口和防火墙", place));
        case CURLE_OPERATION_TIMEDOUT:
            return passing("mail.unreachable", fmt::format("邮件服务器 {} 在 {} 秒内没有办完：请核对端口和加密方式（tls 用于 465，starttls "
                                                           "用于 587 或 25）",
                                                           place, server.timeout.count()));
        case CURLE_PEER_FAILED_VERIFICATION:
        case CURLE_SSL_CACERT_BADFILE:
            return passing("mail.tls", fmt::format("邮件服务器 {} 的证书不可信：请安装其根证书，或用 --mail-ca 指定（{}）", place, detail));
        case CURLE_USE_SSL_FAILED:
            return passing("mail.tls", fmt::format("邮件服务器 {} 不支持 STARTTLS：请核对加密方式", place));
        case CURLE_SSL_CONNECT_ERROR:
            return passing("mail.tls", fmt::format("与邮件服务器 {} 建立加密连接失败：请核对端口和加密方式（{}）", place, detail));
        case CURLE_LOGIN_DENIED:
            return passing("mail.login", fmt::format("邮件服务器 {} 不接受用户名或口令：请核对 --mail-user 和口令文件（{}）", place, said));
        default:
            break;
    }
    if (answer >= 500) {
        return base::bad_input(base::phrase("mail.refused", "邮件服务器拒收：{said}", {{"server", place}, {"said", said}}));
    }
    if (answer >= 400) {
        return passing("mail.deferred", fmt::format("邮件服务器暂不接收：{}", said));
    }
    return passing("mail.failed", fmt::format("经 {} 发送邮件失败：{}", place, detail.empty() ? curl_easy_strerror(fault) : detail));
}

}  // namespace

std::optional<Tls> tls_from(std::string_view word) {
    return word == "none"       ? std::optional{Tls::None}
           : word == "starttls" ? std::optional{Tls::StartTls}
           : word == "tls"      ? std::optional{Tls::Whole}
                                : std::nullopt;
}

base::Status check(const Server& server) {
    std::vector<base::FieldError> wrong;
    const auto is_host = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '-';
    };
    if (server.host.empty() || !std::ranges::all_of(server.host, is_host)) {
        wrong.push_back({"--mail-host", "mail.bad_host", "应为主机名或 IPv4 地址"});
    }
    if (server.port < 1 || server.port > 65'535) {
        wrong.push_back({"--mail-port", "mail.bad_port", "应为 1 至 65535"});
    }
    if (!check_address(server.sender)) {
        wrong.push_back({"--mail-sender", "mail.bad_address", "应为发件人的邮箱地址"});
    }
    if (server.user.empty() != server.password.empty()) {
        wrong.push_back({"--mail-user", "mail.half_login", "用户名和口令要么都给，要么都不给"});
    }
    if (!server.user.empty() && server.tls == Tls::None && server.host != "127.0.0.1" && server.host != "localhost") {
        wrong.push_back({"--mail-tls", "mail.password_in_clear", "不加密的连接不能用口令登录：请用 starttls 或 tls"});
    }
    if (!wrong.empty()) {
        return base::Error{base::Category::BadInput, "mail.invalid", "邮件服务器的设置有误", std::move(wrong), {}};
    }
    return base::Done{};
}

base::Status send(const Server& server, const Message& message) {
    LUOSHI_TRY(is_address, check_address(message.to));
    start_curl();
    const std::unique_ptr<CURL, Ends> curl{curl_easy_init()};
    if (!curl) {
        throw std::runtime_error("libcurl gives no handle");
    }
    const auto text = mime(message, server.sender, server.sender_name);
    std::string_view rest{text};
    std::string said;
    std::array<char, CURL_ERROR_SIZE> detail{};
    const auto set = [&](CURLoption option, auto value) {
        if (const auto fault = curl_easy_setopt(curl.get(), option, value); fault != CURLE_OK) {
            throw std::runtime_error(fmt::format("libcurl refuses option {}: {}", static_cast<int>(option), curl_easy_strerror(fault)));
        }
    };
    const auto url = fmt::format("{}://{}:{}", server.tls == Tls::Whole ? "smtps" : "smtp", server.host, server.port);
    const auto from = '<' + server.sender + '>';
    const auto to = '<' + message.to + '>';
    const std::unique_ptr<curl_slist, Ends> recipients{curl_slist_append(nullptr, to.c_str())};
    set(CURLOPT_URL, url.c_str());
    set(CURLOPT_PROTOCOLS_STR, "smtp,smtps");
    set(CURLOPT_PROXY, "");  // a proxy of the environment is for other things
    set(CURLOPT_NOSIGNAL, 1L);
    set(CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(std::chrono::milliseconds{server.timeout}.count()));
    set(CURLOPT_TIMEOUT_MS, static_cast<long>(std::chrono::milliseconds{server.timeout}.count()));
    set(CURLOPT_USE_SSL, static_cast<long>(server.tls == Tls::None ? CURLUSESSL_NONE : CURLUSESSL_ALL));
    set(CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
    if (!server.ca_file.empty()) {
        set(CURLOPT_CAINFO, server.ca_file.c_str());
    }
    if (!server.user.empty()) {
        set(CURLOPT_USERNAME, server.user.c_str());
        set(CURLOPT_PASSWORD, server.password.c_str());
    }
    set(CURLOPT_MAIL_FROM, from.c_str());
    set(CURLOPT_MAIL_RCPT, recipients.get());
    set(CURLOPT_UPLOAD, 1L);
    set(CURLOPT_READFUNCTION, &read_body);
    set(CURLOPT_READDATA, static_cast<void*>(&rest));
    set(CURLOPT_HEADERFUNCTION, &read_answer);
    set(CURLOPT_HEADERDATA, static_cast<void*>(&said));
    set(CURLOPT_ERRORBUFFER, detail.data());
    const auto fault = curl_easy_perform(curl.get());
    if (fault == CURLE_OK) {
        return base::Done{};
    }
    long answer = 0;
    curl_easy_getinfo(curl.get(), CURLINFO_RESPONSE_CODE, &answer);
    return failure(server, fault, answer, said, detail.data());
}

}  // namespace luoshi::mail
