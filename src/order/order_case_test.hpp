#pragma once
// The workflow and the calendar of the Cangzhou package. For tests only.
#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "calendar/work_calendar.hpp"
#include "order/workflow_package.hpp"

namespace luoshi::order {

inline std::string package_text(const char* name) {
    std::ifstream in(std::string{"packages/cangzhou-ecommerce-2018/"} + name);
    std::ostringstream out;
    out << in.rdbuf();
    return out.str();
}

inline const Workflow& workflow() {
    static const Workflow kWorkflow = [] {
        config::Problems problems;
        auto read = read_workflow("orders.yaml", package_text("orders.yaml"), problems);
        for (const auto& problem : problems.list()) {
            ADD_FAILURE() << problem.place.text() << " " << problem.message;
        }
        return read;
    }();
    return kWorkflow;
}

inline const calendar::WorkCalendar& work_calendar() {
    static const calendar::WorkCalendar kCalendar = [] {
        config::Problems problems;
        return calendar::WorkCalendar{calendar::read_notices("calendar.yaml", package_text("calendar.yaml"), problems)};
    }();
    return kCalendar;
}

}  // namespace luoshi::order
