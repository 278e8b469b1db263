#include "identity/password_policy.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "identity/password_hash.hpp"
#include "identity/secret.hpp"

namespace luoshi::identity {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;

std::vector<std::string> faults(std::string_view password, std::string_view login = "zhangsan") {
    std::vector<std::string> out;
    for (const auto& fault : check_password(password, login, {}, "/new_password")) {
        EXPECT_EQ(fault.path, "/new_password");
        out.push_back(fault.code);
    }
    return out;
}

TEST(PasswordPolicy, TakesTenCharactersOfThreeClasses) {
    EXPECT_THAT(faults("Yunhe-sluice"), IsEmpty());
    EXPECT_THAT(faults("yunhe7sluicE"), IsEmpty());
    EXPECT_THAT(faults("Yunhe-slu"), ElementsAre("password.short"));
    EXPECT_THAT(faults("yunhe-sluice"), ElementsAre("password.classes"));
}

TEST(PasswordPolicy, CountsCharactersNotBytes) { EXPECT_THAT(faults("运河之水长Ab1"), ElementsAre("password.short")); }

TEST(PasswordPolicy, RefusesTheLoginInside) { EXPECT_THAT(faults("ZhangSan-2-huohua"), ElementsAre("password.contains_login")); }

TEST(PasswordPolicy, RefusesWellKnownPasswordsInDisguise) {
    for (const auto* weak : {"Password123!", "P@ssw0rd2020", "Admin@1234", "Cangzhou@2018", "Qwerty123456!", "1qaz@WSX3edc", "Aaaaaaaaa1!",
                             "Abc1234567!", "Woaini@5201314", "Qq987654321!"}) {
        EXPECT_THAT(faults(weak), Contains("password.weak")) << weak;
    }
}

TEST(PasswordPolicy, AllowsAWeakWordInsideALongPassphrase) { EXPECT_THAT(faults("Dongguang-admin-guo-he-tian-7"), IsEmpty()); }

TEST(PasswordPolicy, RefusesControlCharactersAndExcessiveLength) {
    EXPECT_THAT(faults("Yunhe-sluice\n"), ElementsAre("password.control"));
    EXPECT_THAT(faults(std::string(300, 'x')), ElementsAre("password.long"));
}

TEST(OneTimePassword, MeetsThePolicyAndIsNeverTheSame) {
    std::set<std::string> seen;
    for (int i = 0; i < 200; ++i) {
        const std::string password = random_password();
        EXPECT_THAT(faults(password), IsEmpty()) << password;
        EXPECT_TRUE(seen.insert(password).second);
    }
}

TEST(PasswordHash, MatchesItsPasswordOnly) {
    const Settings costs{.hash_memory_bytes = 8192, .hash_passes = 1};
    PasswordHasher hasher(costs);
    const std::string hash = hasher.hash("Yunhe-sluice");
    EXPECT_TRUE(hash.starts_with("$argon2id$"));
    EXPECT_TRUE(hasher.matches(hash, "Yunhe-sluice"));
    EXPECT_FALSE(hasher.matches(hash, "Yunhe-sluicE"));
    EXPECT_NE(hash, hasher.hash("Yunhe-sluice"));
}

TEST(Secret, CsrfTokenBelongsToOneSession) {
    const std::string a = random_token();
    const std::string b = random_token();
    EXPECT_EQ(a.size(), 43U);
    EXPECT_NE(a, b);
    EXPECT_EQ(csrf_token_of(a), csrf_token_of(a));
    EXPECT_NE(csrf_token_of(a), csrf_token_of(b));
    EXPECT_TRUE(same_secret("abc", "abc"));
    EXPECT_FALSE(same_secret("abc", "abd"));
    EXPECT_FALSE(same_secret("abc", "ab"));
    EXPECT_FALSE(same_secret("", "ab"));
}

}  // namespace
}  // namespace luoshi::identity
