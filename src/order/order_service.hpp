#pragma once
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "base/id_source.hpp"
#include "base/result.hpp"
#include "blob/blob_store.hpp"
#include "notice/notice_settings.hpp"
#include "order/order_store.hpp"

namespace luoshi::order {

/// No limit is set further ahead.
inline constexpr std::chrono::days kLongest{3660};

/// What the use cases work by; owned by `app`.
struct Rules {
    std::function<Date()> today;  ///< the tenant's business date
    std::function<const calendar::WorkCalendar&()> calendar;
    Workflow workflow;
    notice::ReminderRule reminders = {};  ///< on the last day and after it, until done; before it by the warnings of the workflow
};

/// What is written when a matter is drafted.
struct Draft {
    std::string source;
    std::string urgency;
    std::string title;
    std::string content;
    std::string basis;
    std::string instructed_by;
    std::optional<Date> instructed_on = {};
    std::string feedback;
    std::string contact;
    std::optional<TaskId> task = {};
    std::optional<UnitId> main = {};
    std::vector<UnitId> assisting = {};
    std::optional<Date> due_on = {};  ///< nothing: the limit of its urgency or source
};

/// An order with everything its page shows.
struct View {
    OrderRow row;
    std::vector<plan::UnitRef> assisting;
    plan::Light light;
    std::vector<StepRow> steps;
    std::vector<RequestRow> requests;
    std::vector<FileRow> files;
    std::vector<const Action*> possible;
    std::vector<std::string> heads;  ///< of the main unit, for whoever reports there
    std::optional<OrderRow> merged_into = {};
    std::vector<OrderRow> merged_here = {};
    bool may_edit = false;            ///< the draft
    std::optional<Date> ask_by = {};  ///< the last day on which the main unit may ask for an extension, a suspension, a withdrawal
    bool may_ask = false;             ///< for an extension, a suspension, a withdrawal
    bool may_examine = false;         ///< the request that waits
    bool may_decide = false;
    bool may_take_back = false;  ///< the own request that waits
    bool may_attach = false;
    std::optional<Date> progress_due_on = {};
    int unit_days = 0;  ///< calendar days it lay with the unit, up to today
    int superior_days = 0;
};
struct ListQuery {
    OrderFilter filter = {};
    std::string phase = {};  ///< "open": neither done nor dropped; empty: any
    std::string light = {};  ///< grey, green, yellow, red, done; empty: any
    std::optional<OrderKey> after = {};
    int limit = 50;
};
struct Listed {
    OrderRow row;
    plan::Light light;
};
struct Page {
    std::vector<Listed> items;
    std::optional<OrderKey> next;
};
/// How many orders stand in a state with a light, of one main unit.
struct BoardCell {
    std::optional<UnitId> main;
    std::string main_name;
    std::string state;
    std::string colour;
    int count = 0;
};

/// An order that waits for the reader's decision: on its approval, on striking it off, on a request of its unit.
struct WaitingDecision {
    OrderRow row;
    std::string what;  ///< the step, or "extension", "suspension", "withdrawal"
    bool is_request = false;
    Date since;
};

/// Whether a step tells those who decide on it next; of many at once the caller tells them once for all.
enum class Deciders { Told, NotTold };

struct Versioned {
    OrderId id{1};
    std::int64_t version = 0;
};

struct NewRequest {
    std::string kind;  ///< extension, suspension, withdrawal
    std::string reason;
    std::string progress;
    std::optional<Date> due_wanted = {};
};
struct Decision {
    bool agree = false;
    std::string opinion = {};
    std::optional<Date> due_on = {};  ///< another limit than the one asked for
};

/// Matters under supervision and their orders (domain 1.2, 1.3).
class Orders {
public:
    Orders(store::Database& db, base::IdSource& ids, const base::Clock& clock, const blob::BlobStore& blobs, Rules rules)
        : db_(db), ids_(ids), clock_(clock), blobs_(blobs), rules_(std::move(rules)) {}

    const Workflow& workflow() const { return rules_.workflow; }
    Date today() const { return rules_.today(); }
    /// The states of what is neither done nor dropped.
    std::vector<std::string> open_states() const;

    /// Drafts a matter of the own unit. Errors: order.not_manager, order.beyond_authority, request.invalid.
    base::Result<View> draft(const identity::Actor& actor, const Draft& draft);
    /// The same in the caller's transaction, of a meeting's decision or an inspection's finding; once for an origin. Errors: order.exists.
    base::Result<OrderId> draft_from(store::WriteTx& tx, const identity::Actor& actor, const Draft& draft, const std::string& origin);
    /// Changes a draft. Errors: those of draft, order.not_possible, order.version_mismatch.
    base::Result<View> edit(const identity::Actor& actor, OrderId id, std::int64_t version, const Draft& draft);
    /// Errors: order.not_found.
    base::Result<View> read(const identity::Actor& actor, OrderId id);
    Page list(const identity::Actor& actor, const ListQuery& query);
    std::vector<BoardCell> board(const identity::Actor& actor);
    std::vector<DueCount> due(const identity::Actor& actor, Date from, Date to);

    /// What waits for the reader's decision: at most so many of each step, those that wait longest.
    std::vector<WaitingDecision> waiting(const identity::Actor& actor, int most);
    std::int64_t count_waiting(const identity::Actor& actor);
    /// Orders in the reader's sight on tasks of a plan.
    std::vector<Listed> of_plan(store::ReadTx& tx, const identity::Actor& actor, plan::PlanId plan) const;
    /// Orders of the reader's own unit that lie with it as their supervisor for a step of its own: to be given, examined, given an
    /// opinion on; at most so many of each state, those that lie longest.
    std::vector<Listed> lying_with_owner(const identity::Actor& actor, int most);
    /// Orders that lie with the reader's own unit as their main unit, by due day.
    std::vector<Listed> lying_with_own(const identity::Actor& actor);

    /// Takes a step. Errors: order.not_found, order.version_mismatch, and those of may_act.
    base::Result<View> act(const identity::Actor& actor, OrderId id, std::int64_t version, const Act& act);

    /// The same step on several, each in a transaction of its own: one that is refused holds no other back. Answers beside `orders`.
    std::vector<base::Status> act_together(const identity::Actor& actor, const std::vector<Versioned>& orders, const Act& act);
    /// The step in the caller's transaction.
    base::Result<View> act_in(store::WriteTx& tx, const identity::Actor& actor, OrderId id, std::int64_t version, const Act& act,
                              Deciders deciders = Deciders::Told);
    /// Tells who may decide, once for all of them, that so many orders of the own unit wait after a step.
    void tell_many_wait(store::WriteTx& tx, const identity::Actor& actor, const Action& step, std::size_t orders);

    /// Ends an order whose reason has gone, in the caller's transaction, whatever open state it is in; a closed one stays.
    base::Status drop(store::WriteTx& tx, const identity::Actor& actor, OrderId id, const std::string& reason);

    /// Asks for an extension, a suspension or a withdrawal. Errors: order.not_possible, order.not_yours, order.request_too_late,
    /// order.request_waits, request.invalid.
    base::Result<View> ask(const identity::Actor& actor, OrderId id, std::int64_t version, const NewRequest& request);
    /// First the supervising unit gives its opinion, then somebody else who decides there decides; a refusal ends it at once.
    /// Errors: order.request_not_found, order.request_decided, order.not_yours, order.same_person, request.invalid.
    base::Result<View> decide(const identity::Actor& actor, RequestId id, std::int64_t version, const Decision& decision);
    /// The unit takes its request back. Errors: as decide.
    base::Result<View> take_back(const identity::Actor& actor, RequestId id, std::int64_t version);

    /// Errors: order.not_yours, order.not_possible, evidence.* (by type), evidence.duplicate.
    base::Result<FileRow> add_file(const identity::Actor& actor, OrderId id, std::string file_name, const std::string& uploaded_file);
    base::Status remove_file(const identity::Actor& actor, OrderFileId id);
    struct File {
        FileRow row;
        std::string path;
    };
    base::Result<File> file(const identity::Actor& actor, OrderFileId id);

    /// Reminds of what is not signed for, near its limit or overdue: once for each order, kind and day it falls due. For the daily job.
    base::Status remind(store::WriteTx& tx, Date day);

private:
    struct Loaded {
        OrderRow row;
        Who who;
    };
    static Who who_is(const identity::Actor& actor, const Order& order, const std::vector<FileRow>& files);
    base::Result<Loaded> load(store::ReadTx& tx, const identity::Actor& actor, OrderId id);
    base::Result<View> view(store::ReadTx& tx, const identity::Actor& actor, OrderId id);
    /// Another open order with the same title and main unit: its number, or its state where it has none.
    std::optional<std::string> alike_order(store::ReadTx& tx, const Draft& draft, std::optional<OrderId> but) const;
    base::Status check_draft(store::ReadTx& tx, const identity::Actor& actor, const Draft& draft) const;
    void fill(Order& order, const Draft& draft) const;
    std::vector<std::pair<WaitingFilter, const Action*>> deciding_steps(const identity::Actor& actor) const;
    std::vector<WaitingDecision> waiting_requests(store::ReadTx& tx, const identity::Actor& actor) const;
    void enter(Order& order, const std::string& state) const;
    /// Moves the order to a state on the business date: its clock, its version.
    base::Status move(store::WriteTx& tx, Order& order, const std::string& to);
    void log(store::WriteTx& tx, const identity::Actor& actor, const OrderRow& before, const Order& after, const std::string& action,
             const Act& act, const std::string& note);
    void tell(store::WriteTx& tx, UnitId unit, std::string_view permission, const char* kind, base::Phrase said, OrderId id);
    void tell_of(store::WriteTx& tx, const identity::Actor& actor, const Action& action, const Order& before, const Order& order,
                 Deciders deciders);
    /// Who may decide on it is told that it waits for him.
    void tell_deciders(store::WriteTx& tx, const identity::Actor& actor, UnitId owner, base::Phrase said, std::string link);
    /// The matter of one order goes on in another: its units assist there from now on.
    base::Status merge(store::WriteTx& tx, const identity::Actor& actor, const OrderRow& from, OrderRow into);
    base::Result<RequestRow> waiting_request(store::ReadTx& tx, RequestId id, std::int64_t version) const;
    base::Status end_request(store::WriteTx& tx, const identity::Actor& actor, Loaded& loaded, RequestRow& request,
                             const std::string& action, const std::string& note);

    store::Database& db_;
    base::IdSource& ids_;
    const base::Clock& clock_;
    const blob::BlobStore& blobs_;
    Rules rules_;
};

}  // namespace luoshi::order
