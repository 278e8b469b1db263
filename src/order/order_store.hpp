#pragma once
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "identity/actor.hpp"
#include "order/order.hpp"
#include "store/store.hpp"

namespace luoshi::order {

/// An order with the names its page and lists show.
struct OrderRow {
    Order order;
    std::string owner_name;
    std::string main_name;
    std::string task_ref;
    std::string task_title;
    std::string drafter_name;
};

/// Codes as a statement looks for one of them: ",draft,pending,".
std::string listed(const std::vector<std::string>& codes);

void insert_order(store::WriteTx& tx, const Order& order);
/// All but what it is identified by; false when `order.version` is no longer the stored one.
bool update_order(store::WriteTx& tx, const Order& order);
void put_assisting(store::WriteTx& tx, OrderId id, const std::vector<UnitId>& units);
std::optional<OrderRow> find_order(store::ReadTx& tx, OrderId id);
std::vector<plan::UnitRef> assisting_units(store::ReadTx& tx, OrderId id);
/// What the order was made from may have another: it was dropped.
void free_origin(store::WriteTx& tx, OrderId id);
/// Whether an order was made from it that was not dropped.
bool is_origin(store::ReadTx& tx, const std::string& origin);
/// The orders with this title and main unit, whoever supervises them.
std::vector<OrderRow> orders_titled(store::ReadTx& tx, UnitId main, const std::string& title);
/// The orders that were merged into this one.
std::vector<OrderRow> merged_into(store::ReadTx& tx, OrderId id);
/// The next serial of a year; the caller holds the lock of numbers.
std::int64_t next_serial(store::ReadTx& tx, int year);
void set_number(store::WriteTx& tx, OrderId id, const std::string& number, int year, std::int64_t serial);

/// Who looks, and what for. Orders of the reader's scope: those of an owning, main or assisting unit in it; a main or assisting unit only
/// once the matter was given.
struct OrderFilter {
    std::string state = {};                ///< empty: any
    std::vector<std::string> states = {};  ///< any of these; empty: any
    std::string light = {};                ///< leaves out what cannot have it on the day `light_on`
    Date light_on{};
    std::optional<UnitId> unit = {};  ///< main or assisting
    std::optional<UnitId> owner = {};
    std::optional<TaskId> task = {};
    std::optional<plan::PlanId> plan = {};  ///< of the task
    std::string source = {};
    std::string words = {};  ///< in number, title or content
    std::optional<Date> due_from = {};
    std::optional<Date> due_to = {};
};
/// Calls see(row) by due day, those without one last, until it returns false; from behind the key of the row before.
struct OrderKey {
    std::string due;
    OrderId id{0};
};
void each_order(store::ReadTx& tx, const identity::Actor& actor, const OrderFilter& filter, const std::optional<OrderKey>& after,
                const std::function<bool(OrderRow)>& see);
bool is_in_sight(store::ReadTx& tx, const identity::Actor& actor, OrderId id);

/// How many orders in sight stand alike on a day.
struct Alike {
    std::optional<UnitId> main;
    std::string main_name;
    std::string state;
    bool overdue = false;  ///< today is after the limit, whoever holds it
    bool near = false;
    bool sign_late = false;
    bool late = false;
    bool returned = false;
    int count = 0;
};
std::vector<Alike> count_alike(store::ReadTx& tx, const identity::Actor& actor, Date today);
/// How many orders in sight in one of the states are due on each day of a span, by state.
struct DueCount {
    Date day;
    std::string state;
    int count = 0;
};
std::vector<DueCount> count_due(store::ReadTx& tx, const identity::Actor& actor, Date from, Date to);

struct StepRow {
    std::int64_t id = 0;
    std::string action;
    std::string state_from;
    std::string state_to;
    Date on_day;
    base::Moment at;
    UserId user{1};
    std::string actor;
    std::string post;
    std::optional<UnitId> unit_id = {};
    std::string unit;
    std::string reason;
    Feedback feedback;
    std::string note;
    std::optional<Date> due_on = {};
};
void insert_step(store::WriteTx& tx, OrderId order, const StepRow& step);
std::vector<StepRow> steps_of(store::ReadTx& tx, OrderId order);

enum class RequestKind { Extension, Suspension, Withdrawal };
struct RequestRow {
    RequestId id{1};
    OrderId order{1};
    std::string kind;   ///< extension, suspension, withdrawal
    std::string state;  ///< asked, examined, granted, refused, taken_back
    std::string reason;
    std::string progress;
    Date due_before;
    std::optional<Date> due_wanted = {};
    std::optional<Date> due_granted = {};
    Date asked_on;
    base::Moment asked_at;
    std::string asked_by;
    std::optional<UserId> examiner = {};
    std::string examined_by;
    std::optional<Date> examined_on = {};
    std::string opinion;
    std::string decided_by;
    std::optional<Date> decided_on = {};
    std::string decision;
    std::int64_t version = 0;
};
void insert_request(store::WriteTx& tx, const RequestRow& row);
/// False when the version is no longer the stored one.
bool update_request(store::WriteTx& tx, const RequestRow& row);
std::optional<RequestRow> find_request(store::ReadTx& tx, RequestId id);
std::vector<RequestRow> requests_of(store::ReadTx& tx, OrderId order);

struct FileRow {
    OrderFileId id{1};
    OrderId order{1};
    UnitId unit{1};
    std::string sha256;
    std::string file_name;
    std::int64_t size = 0;
    std::string media_type;
    std::string uploaded_by;
    base::Moment uploaded_at;
    std::optional<std::int64_t> step = {};
};
void insert_file(store::WriteTx& tx, const FileRow& row);
std::vector<FileRow> files_of(store::ReadTx& tx, OrderId order);
std::optional<FileRow> find_file(store::ReadTx& tx, OrderFileId id);
void remove_file(store::WriteTx& tx, OrderFileId id, base::Moment at);
/// The files of a unit not handed in yet belong to this step from now on.
void hand_in_files(store::WriteTx& tx, OrderId order, UnitId unit, std::int64_t step);

/// What of a state waits for a decision of the reader.
struct WaitingFilter {
    std::string state;
    std::optional<UnitId> owner = {};
    std::optional<UserId> not_drafter = {};  ///< nothing that this user drafted
    std::optional<UserId> not_handler = {};  ///< nothing that this user closed
};
/// Longest waiting first.
std::vector<OrderRow> waiting_orders(store::ReadTx& tx, const identity::Actor& actor, const WaitingFilter& filter, int limit);
std::int64_t count_waiting(store::ReadTx& tx, const identity::Actor& actor, const WaitingFilter& filter);

/// Orders whose clock runs and that are near their limit, past it, or not signed for by a day, or whose progress is to be told by
/// `progress_by`: what is reminded of.
std::vector<OrderRow> running_orders_near(store::ReadTx& tx, Date day, Date progress_by);
/// The orders on tasks of a plan whose clock runs, by their limit.
std::vector<RunningOrder> running_orders(store::ReadTx& tx, plan::PlanId plan);

}  // namespace luoshi::order
