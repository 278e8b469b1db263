#pragma once
#include "http/router.hpp"
#include "supervise/talk_service.hpp"

namespace luoshi::supervise {

/// The talk of a caution: notice, minutes, signature, check.
void add_talk_routes(http::Router& router, Talks& talks);

}  // namespace luoshi::supervise
