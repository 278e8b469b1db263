#include "identity/role.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "identity/role_package.hpp"
#include "support/temporary_folder.hpp"

namespace luoshi::identity {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

const Role kCounty{"county", "县市区", Scope::Subtree, RoleKind::Business, {"report.fill"}};
const Role kTown{"town", "乡镇", Scope::Own, RoleKind::Business, {"report.fill"}};
const Role kLeader{"leader", "领导", Scope::All, RoleKind::Business, {"plan.read"}};
const Role kAuditor{"auditor", "审计员", Scope::All, RoleKind::Administrator, {"audit.read"}};
const Role kAdministrator{"system_admin", "系统管理员", Scope::All, RoleKind::Administrator, {"user.manage"}};

std::vector<std::string> complaints(const std::vector<Role>& roles) {
    std::vector<std::string> out;
    for (const auto& fault : check_roles(roles)) {
        out.push_back(fault.message);
    }
    return out;
}

TEST(Roles, OfThisSetAreSound) { EXPECT_THAT(complaints({kCounty, kTown, kLeader, kAuditor, kAdministrator}), IsEmpty()); }

TEST(Roles, WithoutAUserManagerAreRefused) { EXPECT_THAT(complaints({kCounty}), ElementsAre(HasSubstr("user.manage"))); }

TEST(Roles, MayNotNameAnUnknownPermission) {
    Role misspelt = kCounty;
    misspelt.permissions = {"report.fil"};
    EXPECT_THAT(complaints({misspelt, kAdministrator}), ElementsAre(HasSubstr("report.fil ")));
}

TEST(Roles, OfAdministratorsMayNotSeeBusinessData) {
    Role curious = kAdministrator;
    curious.permissions.insert("report.read");
    EXPECT_THAT(complaints({curious}), ElementsAre(HasSubstr("report.read")));
}

TEST(Roles, MayNotReadTheAuditOfOneUnitOrAuditThemselves) {
    Role partial = kAuditor;
    partial.scope = Scope::Subtree;
    EXPECT_THAT(complaints({partial, kAdministrator}), ElementsAre(HasSubstr("all")));
    Role both = kAdministrator;
    both.permissions.insert("audit.read");
    EXPECT_THAT(complaints({both}), ElementsAre(HasSubstr("互斥")));
}

TEST(Roles, AreNamedOnce) { EXPECT_THAT(complaints({kAdministrator, kAdministrator}), ElementsAre(HasSubstr("重复"))); }

TEST(Roles, OfAdministratorsExcludeEveryOther) {
    EXPECT_TRUE(check_together(std::vector{kCounty, kTown}));
    EXPECT_TRUE(check_together(std::vector{kAuditor}));
    EXPECT_EQ(check_together(std::vector{kAuditor, kAdministrator}).error().code, "role.excluded");
    EXPECT_EQ(check_together(std::vector{kCounty, kAdministrator}).error().code, "role.excluded");
}

TEST(Roles, AboveTheOwnAreNotGranted) {
    Actor county;
    county.scope = Scope::Subtree;
    EXPECT_TRUE(check_may_grant(county, kTown));
    EXPECT_TRUE(check_may_grant(county, kCounty));
    EXPECT_EQ(check_may_grant(county, kLeader).error().code, "role.above_own");
    EXPECT_EQ(check_may_grant(county, kAdministrator).error().code, "role.above_own");
    Actor city;
    city.scope = Scope::All;
    EXPECT_EQ(check_may_grant(city, kAdministrator).error().code, "role.above_own") << "only who manages users sets up administrators";
    city.permissions = std::make_shared<const std::set<std::string, std::less<>>>(std::set<std::string, std::less<>>{"user.manage"});
    EXPECT_TRUE(check_may_grant(city, kAdministrator));
}

TEST(Permissions, EachHaveAChineseName) {
    for (const auto& permission : permissions()) {
        EXPECT_NE(permission_name(permission.code), permission.code);
    }
    EXPECT_EQ(permission_name("report.review"), "审核填报");
}

TEST(RolePackage, OfCangzhouIsSound) {
    config::Problems problems;
    const auto roles = read_roles(*config::Folder::open("packages/cangzhou-ecommerce-2018"), problems);
    for (const auto& problem : problems.list()) {
        ADD_FAILURE() << problem.place.text() << " " << problem.message;
    }
    std::vector<std::string> codes;
    for (const Role& role : roles) {
        codes.push_back(role.code);
    }
    EXPECT_THAT(codes, ElementsAre("leader", "plan_office", "department", "county", "town", "observer", "auditor", "system_admin"));
    EXPECT_EQ(roles.back().kind, RoleKind::Administrator);
    EXPECT_EQ(roles[3].scope, Scope::Subtree);
}

TEST(RolePackage, SaysWhereItIsWrong) {
    const tests::TemporaryFolder folder;
    std::ofstream(folder.path() / "roles.yaml")
        << "roles:\n"
           "  - {code: a, name: 甲, scope: city, permissions: [user.manage]}\n"
           "  - {code: b, name: 乙, scope: all, permissions: [user.manage, plan.reed], knid: business}\n";
    config::Problems problems;
    read_roles(*config::Folder::open(folder.path().string()), problems);
    std::vector<int> lines;
    for (const auto& problem : problems.list()) {
        lines.push_back(problem.place.line);
    }
    EXPECT_THAT(lines, ElementsAre(2, 3, 3));
}

}  // namespace
}  // namespace luoshi::identity
