#pragma once
// Everything a module needs to answer requests.
#include "http/message.hpp"
#include "http/router.hpp"
#include "http/server.hpp"
