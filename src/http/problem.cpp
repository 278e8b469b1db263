#include "http/message.hpp"
#include "json/json.hpp"

namespace luoshi::http {
namespace {

struct Kind {
    int status;
    const char* title;
};

Kind kind_of(base::Category category) {
    switch (category) {
        case base::Category::BadInput:
            return {400, "填写有误"};
        case base::Category::Unauthenticated:
            return {401, "请先登录"};
        case base::Category::Forbidden:
            return {403, "没有权限"};
        case base::Category::NotFound:
            return {404, "没有找到"};
        case base::Category::Conflict:
            return {409, "当前状态不允许"};
        case base::Category::VersionMismatch:
            return {412, "已被他人修改"};
        case base::Category::TooLarge:
            return {413, "内容过大"};
        case base::Category::UnsupportedType:
            return {415, "不支持的类型"};
        case base::Category::TooManyRequests:
            return {429, "请求过于频繁"};
        case base::Category::Unavailable:
            return {503, "服务暂时不可用"};
    }
    return {500, "系统故障"};
}

void write_params(json::Writer& out, const base::PhraseParams& params) {
    if (params.empty()) {
        return;
    }
    out.key("params").begin_object();
    for (const auto& [name, value] : params) {
        out.field(name, value);
    }
    out.end_object();
}

Response write(Kind kind, std::string_view code, std::string_view detail, const base::PhraseParams& params,
               const std::vector<base::FieldError>& fields, std::string_view conflict, std::string_view request_id) {
    json::Writer out;
    out.begin_object();
    out.field("type", "urn:luoshi:problem:" + std::string{code}).field("title", kind.title).field("status", kind.status);
    out.field("code", code).field("detail", detail).field("request_id", request_id);
    write_params(out, params);
    if (!fields.empty()) {
        out.key("errors").begin_array();
        for (const base::FieldError& field : fields) {
            out.begin_object().field("path", field.path).field("code", field.code).field("message", field.message);
            write_params(out, field.params);
            out.end_object();
        }
        out.end_array();
    }
    if (!conflict.empty()) {
        out.key("conflict").raw(conflict);
    }
    out.end_object();
    Response response = Response::json(out.take(), kind.status);
    response.content_type = "application/problem+json; charset=utf-8";
    if (kind.status == 429 || kind.status == 503) {
        response.with("Retry-After", "5");
    }
    return response;
}

}  // namespace

Response problem(const base::Error& error, std::string_view request_id) {
    return write(kind_of(error.category), error.code, error.message, error.params, error.fields, error.detail_json, request_id);
}

Response fault_problem(std::string_view request_id) {
    return write({500, "系统故障"}, "server.fault",
                 "系统内部出错，本次操作没有生效。请稍后重试；若仍出现，请把编号 " + std::string{request_id} + " 告诉管理员。", {}, {}, {},
                 request_id);
}

Response protocol_problem(int status, std::string_view code, std::string_view detail, std::string_view request_id) {
    return write({status, "请求不被接受"}, code, detail, {}, {}, {}, request_id);
}

}  // namespace luoshi::http
