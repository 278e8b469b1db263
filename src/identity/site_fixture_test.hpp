#pragma once
#include <gtest/gtest.h>

#include <map>
#include <string>
#include <vector>

#include "base/id_source.hpp"
#include "http/http.hpp"
#include "identity/environment.hpp"
#include "identity/identity_store.hpp"
#include "identity/password_hash.hpp"
#include "identity/session_service.hpp"
#include "store/store.hpp"
#include "support/test_database.hpp"

namespace luoshi::identity {

/// Stands still until told to move.
class SteppedClock final : public base::Clock {
public:
    base::Moment now() const override { return now_; }
    void step(std::chrono::microseconds by) { now_ += by; }

private:
    base::Moment now_{std::chrono::seconds{1593734400}};  // 2020-07-03
};

inline const std::string kPassword = "Liuyue-2020-sheng";

/// A city with two counties, one with a town; roles; users with kPassword; cheap hashing; a router behind the gate.
class Site : public testing::TestWithParam<store::Engine> {
protected:
    Site();

    UserId add_user(const std::string& login, const std::vector<PostId>& posts);
    PostId add_post_to(UnitId unit, const std::string& role, const std::string& name);
    UserRow row_of(UserId user);
    /// How many audit events of this action there are; and of these, how many failed.
    std::size_t events(const std::string& action, std::optional<bool> success = {});

    http::Response ask(http::Method method, const std::string& path, const std::string& body = {}, http::Fields headers = {});
    /// Logs in over the API; later requests carry the cookie and the CSRF token.
    http::Response log_in(const std::string& login, const std::string& password = kPassword);
    /// A string member of a JSON answer.
    static std::string member(const http::Response& response, const std::string& name);
    static std::string code_of(const http::Response& response) { return member(response, "code"); }

    const UnitId city_{1};
    const UnitId xian_county_{2};
    const UnitId xian_town_{3};
    const UnitId hejian_county_{4};

    tests::TestDatabase db_{GetParam()};
    SteppedClock clock_;
    base::IdSource ids_{clock_, 1};
    base::Date business_date_ = *base::parse_date("2020-07-03");
    Environment env_;
    PasswordHasher hasher_{env_.settings};
    Sessions sessions_{env_, hasher_};
    http::Router router_;

    std::string token_;
    std::string csrf_;
    std::string remote_address_ = "10.1.2.3";
};

}  // namespace luoshi::identity
