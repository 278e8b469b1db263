#include "http/server.hpp"

#include <fmt/format.h>

#include <array>
#include <atomic>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <mutex>
#include <random>
#include <stdexcept>
#include <system_error>
#include <thread>
#include <unordered_set>
#include <vector>

#include "http/request_parser.hpp"
#include "http/response_head.hpp"
#include "http/spool_file.hpp"
#include "http/target.hpp"
#include "http/worker_pool.hpp"

namespace luoshi::http {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;
using SteadyClock = std::chrono::steady_clock;

constexpr std::size_t kSmallBuffer = 4 << 10;    ///< what an idle connection holds
constexpr std::size_t kBodyBuffer = 64 << 10;    ///< while a body comes in
constexpr std::size_t kPiece = 256 << 10;        ///< of a file, to or from disk, per hand-over
constexpr std::size_t kCopiedBody = 8 << 10;     ///< shorter bodies go out in one buffer with the head
constexpr std::uint64_t kIgnoredBody = 4 << 10;  ///< of a route without a body
constexpr std::uint64_t kProgress = 4 << 10;     ///< bytes that count as a client still being there
constexpr int kRound = 128;                      ///< socket events per hand-over to the workers
constexpr std::chrono::milliseconds kTick{100};  ///< between looks at deadlines
constexpr std::chrono::seconds kLinger{10};      ///< for the client to read the last answer
constexpr std::chrono::seconds kDrain{10};       ///< for requests in flight at a stop

/// Makes request ids: five characters of the process, then a count. Short enough to need no allocation.
class RequestIds {
public:
    RequestIds() : prefix_(fmt::format("{:05x}", std::random_device{}() & 0xFFFFFU)) {}
    void next(std::string& out) {
        constexpr std::string_view kHex = "0123456789abcdef";
        std::uint64_t number = count_.fetch_add(1, std::memory_order_relaxed);
        out = prefix_;
        for (int shift = 28; shift >= 0; shift -= 4) {
            out += kHex[(number >> static_cast<unsigned>(shift)) & 0xFU];
        }
    }

private:
    std::string prefix_;
    std::atomic<std::uint64_t> count_{1};
};

struct Loop;

/// What all loops share.
struct Shared {
    const Router& router;
    Settings settings;
    WorkerPool pool;
    RequestIds ids;
    SpoolFolder spool;
};

/// One client. Lives on its loop's thread; while stage_ is Working a worker has it for itself, but for stage_ and deadline_.
class Connection final : public Task, public std::enable_shared_from_this<Connection> {
public:
    Connection(Loop& loop, tcp::socket socket);
    void start();
    void run() noexcept override;
    /// Goes on after a worker is done.
    void resume();
    /// Closes when idle; otherwise the answer in work is the last.
    void drain();
    void close();
    bool expired(SteadyClock::time_point now) const { return stage_ != Stage::Working && now > deadline_; }

private:
    enum class Stage { Head, Body, Working, Write, Linger, Closed };
    enum class Job { Admit, AdmitAndAnswer, Answer, Spool, OpenFile, ReadFile };

    void advance();
    bool step();
    bool read_head();
    bool begin_request();
    bool read_body();
    bool write_some();
    bool finish_reply();
    bool fill(std::size_t capacity);
    void received(error_code fault, std::size_t size);

    RequestParser::Step parse();
    bool refuse_bytes(const RequestParser::Step& step);
    bool refuse(int status, std::string_view code, std::string_view detail);
    bool respond(Response response);
    bool submit(Job job);
    bool after_job();
    void run_job() noexcept;
    void answer();
    bool begin_reply();
    void next_request();

    std::string_view unread() const { return {in_.data() + begin_, end_ - begin_}; }
    void set_deadline(SteadyClock::duration wait) { deadline_ = SteadyClock::now() + wait; }
    void set_progress_deadline();

    Loop& loop_;
    Shared& shared_;
    tcp::socket socket_;
    Stage stage_ = Stage::Head;
    SteadyClock::time_point deadline_;

    std::vector<char> in_;  ///< bytes received; [begin_, end_) not yet parsed
    std::size_t begin_ = 0;
    std::size_t end_ = 0;
    std::size_t head_size_ = 0;
    Request request_;
    std::string piece_;  ///< of a body on its way in, or of a file on its way out
    RequestParser parser_{request_, piece_};
    const Route* route_ = nullptr;
    bool keep_alive_ = true;
    SteadyClock::time_point begun_;
    std::uint64_t progress_ = 0;  ///< body bytes at the last move of the deadline

    Job job_ = Job::Admit;
    bool is_uncached_ = false;  ///< the route's cache had nothing: a worker must answer
    std::optional<Response> refusal_;
    Response response_;
    SpoolFile spool_;
    SourceFile source_;

    std::string out_;        ///< head and short body
    std::string_view tail_;  ///< longer body, sent from where it is
    std::size_t sent_ = 0;
    std::uint64_t reply_size_ = 0;
    std::string remote_address_;
};

/// One I/O thread with the connections it owns.
struct Loop {
    Shared& shared;
    asio::io_context io{1};
    asio::steady_timer tick{io};
    std::optional<tcp::acceptor> acceptor;
    std::vector<std::unique_ptr<Loop>>* loops = nullptr;  ///< of the accepting loop: accepted sockets go round
    std::size_t next_loop = 0;
    bool accept_again = false;

    std::unordered_set<std::shared_ptr<Connection>> connections;
    std::vector<std::shared_ptr<Task>> batch;  ///< for the workers, handed over once per round
    std::string date;
    bool draining = false;
    SteadyClock::time_point drain_until;

    std::mutex mutex;
    std::vector<std::shared_ptr<Connection>> done;  ///< back from the workers
    std::vector<std::shared_ptr<Connection>> resumed;

    explicit Loop(Shared& all) : shared(all) {}

    void run() {
        look_around();
        while (!finished()) {
            io.run_one();
            for (int i = 0; i < kRound && io.poll_one() > 0; ++i) {
            }
            if (!batch.empty()) {
                shared.pool.push(batch);
            }
        }
    }

    bool finished() const { return draining && (connections.empty() || SteadyClock::now() > drain_until); }

    bool is_full() const { return shared.pool.waiting() + batch.size() >= shared.settings.queue_limit; }

    /// Called by workers.
    void complete(std::shared_ptr<Connection> connection) {
        bool first = false;
        {
            const std::lock_guard lock{mutex};
            first = done.empty();
            done.push_back(std::move(connection));
        }
        if (first) {
            asio::post(io, [this] { resume_done(); });
        }
    }

    void resume_done() {
        {
            const std::lock_guard lock{mutex};
            resumed.swap(done);
        }
        for (const auto& connection : resumed) {
            connection->resume();
        }
        resumed.clear();
    }

    void look_around() {
        date = http_date(std::chrono::system_clock::to_time_t(std::chrono::system_clock::now()));
        const auto now = SteadyClock::now();
        std::vector<std::shared_ptr<Connection>> late;
        for (const auto& connection : connections) {
            if (connection->expired(now)) {
                late.push_back(connection);
            }
        }
        for (const auto& connection : late) {
            connection->close();
        }
        if (accept_again) {
            accept_again = false;
            accept();
        }
        tick.expires_after(kTick);
        tick.async_wait([this](error_code fault) {
            if (!fault) {
                look_around();
            }
        });
    }

    void accept() {
        Loop& target = *(*loops)[next_loop++ % loops->size()];
        acceptor->async_accept(target.io, [this, &target](error_code fault, tcp::socket socket) {
            if (!acceptor->is_open()) {
                return;
            }
            if (fault) {
                accept_again = true;  // out of descriptors, most likely: try at the next tick
                return;
            }
            if (&target == this) {
                welcome(std::move(socket));
            } else {
                asio::post(target.io, [&target, moved = std::move(socket)]() mutable { target.welcome(std::move(moved)); });
            }
            accept();
        });
    }

    void welcome(tcp::socket socket) {
        if (draining) {
            return;
        }
        auto connection = std::make_shared<Connection>(*this, std::move(socket));
        connections.insert(connection);
        connection->start();
    }

    void drain() {
        draining = true;
        drain_until = SteadyClock::now() + kDrain;
        if (acceptor) {
            error_code ignored;
            acceptor->close(ignored);
        }
        const std::vector<std::shared_ptr<Connection>> all{connections.begin(), connections.end()};
        for (const auto& connection : all) {
            connection->drain();
        }
    }
};

Connection::Connection(Loop& loop, tcp::socket socket) : loop_(loop), shared_(loop.shared), socket_(std::move(socket)), in_(kSmallBuffer) {}

void Connection::start() {
    error_code fault;
    const tcp::endpoint remote = socket_.remote_endpoint(fault);
    if (!fault) {
        remote_address_ = remote.address().to_string();
        socket_.set_option(tcp::no_delay{true}, fault);
        socket_.non_blocking(true, fault);
    }
    if (fault) {
        close();
        return;
    }
    next_request();
    advance();
}

void Connection::close() {
    if (stage_ == Stage::Closed) {
        return;
    }
    stage_ = Stage::Closed;
    error_code ignored;
    socket_.close(ignored);
    spool_.discard();
    source_.close();
    loop_.connections.erase(shared_from_this());
}

void Connection::drain() {
    keep_alive_ = false;
    if (stage_ == Stage::Head || stage_ == Stage::Linger) {
        close();
    }
}

void Connection::advance() {
    while (step()) {
    }
}

/// Does what the stage asks for; false when it must wait for the socket or a worker.
bool Connection::step() {
    switch (stage_) {
        case Stage::Head:
            return read_head();
        case Stage::Body:
            return read_body();
        case Stage::Write:
            return write_some();
        case Stage::Linger:
            begin_ = end_ = 0;
            return fill(kSmallBuffer);
        case Stage::Working:
        case Stage::Closed:
            return false;
    }
    return false;
}

bool Connection::fill(std::size_t capacity) {
    if (begin_ > 0) {
        std::copy(in_.begin() + static_cast<std::ptrdiff_t>(begin_), in_.begin() + static_cast<std::ptrdiff_t>(end_), in_.begin());
        end_ -= begin_;
        begin_ = 0;
    }
    if (in_.size() < capacity) {
        in_.resize(capacity);
    }
    socket_.async_read_some(asio::buffer(in_.data() + end_, in_.size() - end_),
                            [self = shared_from_this()](error_code fault, std::size_t size) { self->received(fault, size); });
    return false;
}

void Connection::received(error_code fault, std::size_t size) {
    if (stage_ == Stage::Closed) {
        return;
    }
    if (fault) {
        close();
        return;
    }
    end_ += size;
    advance();
}

RequestParser::Step Connection::parse() {
    RequestParser::Step step = parser_.put(unread());
    begin_ += step.taken;
    return step;
}

bool Connection::read_head() {
    if (unread().empty() && head_size_ == 0) {
        set_deadline(std::chrono::seconds{shared_.settings.idle_timeout_seconds});
        if (in_.size() > kSmallBuffer) {
            in_.resize(kSmallBuffer);
            in_.shrink_to_fit();
        }
        begin_ = end_ = 0;
        return fill(kSmallBuffer);
    }
    if (head_size_ == 0) {
        set_deadline(std::chrono::seconds{shared_.settings.header_timeout_seconds});
    }
    const RequestParser::Step step = parse();
    head_size_ += step.taken;
    if (step.outcome != ParseOutcome::Ok && step.outcome != ParseOutcome::NeedMore) {
        return refuse_bytes(step);
    }
    if (parser_.is_head_done()) {
        return begin_request();
    }
    if (head_size_ + unread().size() >= shared_.settings.head_limit) {
        return refuse_bytes({0, ParseOutcome::HeadTooLarge, {}});
    }
    head_size_ = std::max<std::size_t>(head_size_, 1);  // the deadline runs from the first byte
    return fill(end_ == in_.size() && begin_ == 0 ? shared_.settings.head_limit : kSmallBuffer);
}

bool Connection::refuse_bytes(const RequestParser::Step& step) {
    if (request_.request_id.empty()) {
        shared_.ids.next(request_.request_id);
        begun_ = SteadyClock::now();
    }
    if (step.outcome == ParseOutcome::HeadTooLarge) {
        return refuse(431, "request.head_too_large", "请求头过大。请清除浏览器中本站的 Cookie 后重试。");
    }
    if (step.outcome == ParseOutcome::BodyTooLarge) {
        const std::uint64_t limit = route_ != nullptr ? route_->body_limit : 0;
        return refuse(413, "request.too_large", fmt::format("内容过大：最多 {} 字节。请压缩或拆分后重新提交。", limit));
    }
    return refuse(400, "request.malformed", fmt::format("不是合法的 HTTP 请求（{}）。", step.fault));
}

bool Connection::refuse(int status, std::string_view code, std::string_view detail) {
    keep_alive_ = false;
    return respond(protocol_problem(status, code, detail, request_.request_id));
}

bool Connection::begin_request() {
    const RequestHead& head = parser_.head();
    begun_ = SteadyClock::now();
    shared_.ids.next(request_.request_id);
    request_.remote_address = remote_address_;
    keep_alive_ = parser_.keep_alive() && !loop_.draining;
    if (head.transfer_encoding && (!parser_.chunked() || head.version < 11)) {
        return refuse(400, "request.malformed", "不支持这种 Transfer-Encoding，只接受 chunked。");
    }
    if (head.hosts > 1 || (head.hosts == 0 && head.version >= 11)) {
        return refuse(400, "request.malformed", "请求应恰有一个 Host 头。");
    }
    if (!head.method) {
        return refuse(501, "request.method_unknown", "不支持这种请求方法。");
    }
    const std::string_view expectation = request_.header("expect");
    if (!expectation.empty() && !equal_ignoring_case(expectation, "100-continue")) {
        return refuse(417, "request.expectation", "不支持这种 Expect 头，只接受 100-continue。");
    }
    request_.method = *head.method;
    const auto target = split_target(head.target);
    if (!target || !percent_decode(target->path, Plus::Literal, request_.path) || !read_query(target->query, request_.query)) {
        return refuse(400, "request.bad_target", "请求地址有误：百分号编码不完整，或不是 UTF-8。");
    }
    route_ = shared_.router.find(request_.method, target->path, request_.params);
    if (route_ == nullptr) {
        return respond(shared_.router.answer_unrouted(request_, target->path));
    }
    const std::uint64_t limit = route_->body == Body::None ? kIgnoredBody : route_->body_limit;
    parser_.set_body_limit(limit);
    const auto length = parser_.content_length();
    if (length && *length > limit) {
        return refuse_bytes({0, ParseOutcome::BodyTooLarge, {}});
    }
    if (!parser_.is_done() && route_->body != Body::File && length && *length <= unread().size()) {
        while (!parser_.is_done()) {
            if (const RequestParser::Step step = parse(); step.outcome != ParseOutcome::Ok) {
                return refuse_bytes(step);
            }
        }
        request_.body.swap(piece_);
    }
    return submit(parser_.is_done() && route_->body != Body::File ? Job::AdmitAndAnswer : Job::Admit);
}

bool Connection::submit(Job job) {
    const bool is_first = job == Job::Admit || job == Job::AdmitAndAnswer;
    job_ = job;
    if (route_->run_on == RunOn::IoThread && !request_.wants_worker && (is_first || (job == Job::Answer && !route_->cached))) {
        is_uncached_ = false;
        request_.may_wait = false;
        run_job();
        request_.may_wait = true;
        if (request_.wants_worker) {
            refusal_.reset();
            return submit(job);
        }
        return is_uncached_ ? submit(Job::Answer) : after_job();
    }
    if ((is_first || route_->cached) && loop_.is_full()) {
        return respond(problem({base::Category::Unavailable, "server.busy", "系统繁忙，请稍后重试；已填写的内容不会丢失。", {}, {}},
                               request_.request_id));
    }
    stage_ = Stage::Working;
    loop_.batch.push_back(shared_from_this());
    return false;
}

void Connection::run_job() noexcept {
    try {
        switch (job_) {
            case Job::Admit:
                refusal_ = shared_.router.refuse(request_, *route_);
                if (!refusal_ && route_->body == Body::File) {
                    spool_.create(shared_.spool.path(), request_.request_id);
                }
                break;
            case Job::AdmitAndAnswer:
                refusal_ = shared_.router.refuse(request_, *route_);
                if (!refusal_ && route_->cached && !request_.wants_worker) {
                    auto hit = route_->cached(request_);
                    is_uncached_ = !hit;
                    response_ = hit ? std::move(*hit) : Response{};
                } else if (!refusal_) {
                    answer();
                }
                break;
            case Job::Answer:
                answer();
                break;
            case Job::Spool:
                spool_.append(piece_);
                piece_.clear();
                if (parser_.is_done()) {
                    spool_.close();
                    request_.body_file = spool_.path();
                    answer();
                }
                break;
            case Job::OpenFile:
                source_.open(response_.file);
                [[fallthrough]];
            case Job::ReadFile:
                source_.read(piece_, kPiece);
                break;
        }
    } catch (const std::exception& fault) {
        refusal_ = shared_.router.faulted(fault, request_);
    }
}

void Connection::answer() {
    response_ = shared_.router.answer(request_, *route_);
    spool_.discard();
    if (!response_.file.empty() && route_->run_on == RunOn::Worker) {
        source_.open(response_.file);
        source_.read(piece_, kPiece);
    }
}

void Connection::run() noexcept {
    run_job();
    loop_.complete(shared_from_this());
}

void Connection::resume() {
    if (stage_ == Stage::Working && after_job()) {
        advance();
    }
}

bool Connection::after_job() {
    if (refusal_) {
        if (job_ == Job::ReadFile) {
            close();  // in the middle of the body: only a cut connection tells the client
            return false;
        }
        return respond(std::move(*refusal_));
    }
    if (job_ == Job::AdmitAndAnswer || job_ == Job::Answer || job_ == Job::OpenFile || (job_ == Job::Spool && parser_.is_done())) {
        return begin_reply();
    }
    if (job_ == Job::ReadFile) {
        tail_ = piece_;
        sent_ = out_.size();
        stage_ = Stage::Write;
        return true;
    }
    if (job_ == Job::Admit && !request_.header("expect").empty() && unread().empty()) {
        constexpr std::string_view kContinue = "HTTP/1.1 100 Continue\r\n\r\n";
        error_code fault;
        if (socket_.write_some(asio::buffer(kContinue), fault) != kContinue.size()) {
            close();
            return false;
        }
    }
    stage_ = Stage::Body;
    progress_ = request_.body_size;
    set_progress_deadline();
    return true;
}

void Connection::set_progress_deadline() { set_deadline(std::chrono::seconds{shared_.settings.body_timeout_seconds}); }

bool Connection::read_body() {
    std::size_t before = unread().size() + 1;
    while (!parser_.is_done() && !unread().empty() && unread().size() < before) {
        before = unread().size();
        const RequestParser::Step step = parse();
        if (step.outcome != ParseOutcome::Ok && step.outcome != ParseOutcome::NeedMore) {
            return refuse_bytes(step);
        }
    }
    const bool to_disk = route_->body == Body::File;
    if (parser_.is_done()) {
        if (!to_disk) {
            request_.body.swap(piece_);
        }
        return submit(to_disk ? Job::Spool : Job::Answer);
    }
    if (to_disk && piece_.size() >= kPiece) {
        return submit(Job::Spool);
    }
    if (request_.body_size >= progress_ + kProgress) {
        progress_ = request_.body_size;
        set_progress_deadline();
    }
    if (unread().size() >= kBodyBuffer) {
        return refuse_bytes({0, ParseOutcome::Malformed, "endless chunk header"});
    }
    return fill(kBodyBuffer);
}

bool Connection::respond(Response response) {
    response_ = std::move(response);
    return begin_reply();
}

bool Connection::begin_reply() {
    if (!response_.file.empty() && source_.size() == 0 && job_ != Job::OpenFile && route_->run_on == RunOn::IoThread) {
        return submit(Job::OpenFile);
    }
    keep_alive_ = keep_alive_ && parser_.is_done() && !loop_.draining;
    const bool from_file = !response_.file.empty();
    std::string_view body = response_.body;
    if (from_file) {
        body = piece_;
    } else if (!response_.embedded.empty()) {
        body = response_.embedded;
    } else if (response_.shared_body) {
        body = *response_.shared_body;
    }
    ReplyFacts facts;
    facts.request_id = request_.request_id;
    facts.date = loop_.date;
    facts.after = !keep_alive_ ? AfterReply::Close : parser_.head().version < 11 ? AfterReply::KeepAliveHttp10 : AfterReply::KeepAlive;
    if (has_body(response_.status)) {
        facts.content_length = from_file ? source_.size() : body.size();
    } else {
        body = {};
    }
    reply_size_ = facts.content_length.value_or(0);
    if (parser_.head().is_head) {
        body = {};
        source_.close();
        reply_size_ = 0;
    }
    out_.clear();
    write_head(out_, response_, facts);
    tail_ = {};
    if (body.size() <= kCopiedBody) {
        out_.append(body);
    } else {
        tail_ = body;
    }
    sent_ = 0;
    stage_ = Stage::Write;
    set_progress_deadline();
    return true;
}

bool Connection::write_some() {
    while (sent_ < out_.size() + tail_.size()) {
        error_code fault;
        std::size_t written = 0;
        if (tail_.empty()) {
            written = socket_.write_some(asio::buffer(out_.data() + sent_, out_.size() - sent_), fault);
        } else {
            const std::size_t head_left = out_.size() - std::min(sent_, out_.size());
            const std::size_t tail_sent = sent_ - (out_.size() - head_left);
            const std::array<asio::const_buffer, 2> parts{asio::const_buffer{out_.data() + (out_.size() - head_left), head_left},
                                                          asio::const_buffer{tail_.data() + tail_sent, tail_.size() - tail_sent}};
            written = socket_.write_some(parts, fault);
        }
        if (fault == asio::error::would_block || fault == asio::error::try_again) {
            socket_.async_wait(tcp::socket::wait_write, [self = shared_from_this()](error_code gone) {
                if (gone) {
                    self->close();
                } else {
                    self->advance();
                }
            });
            return false;
        }
        if (fault) {
            close();
            return false;
        }
        sent_ += written;
        if (written >= kProgress) {
            set_progress_deadline();
        }
    }
    return source_.left() > 0 ? submit(Job::ReadFile) : finish_reply();
}

bool Connection::finish_reply() {
    if (shared_.settings.on_request) {
        const std::string_view method = parser_.head().is_head ? "HEAD" : parser_.head().method ? method_name(*parser_.head().method) : "?";
        shared_.settings.on_request({request_.request_id, method, route_ != nullptr ? std::string_view{route_->pattern} : request_.path,
                                     response_.status, reply_size_,
                                     std::chrono::duration_cast<std::chrono::microseconds>(SteadyClock::now() - begun_)});
    }
    spool_.discard();
    source_.close();
    if (!keep_alive_ && parser_.is_done() && unread().empty()) {
        close();
        return false;
    }
    if (!keep_alive_) {
        // Closing at once would reset the connection where the client still sends, and it would never see the answer.
        error_code fault;
        socket_.shutdown(tcp::socket::shutdown_send, fault);
        stage_ = Stage::Linger;
        set_deadline(kLinger);
        return true;
    }
    next_request();
    return true;
}

void Connection::next_request() {
    request_.clear();
    head_size_ = 0;
    refusal_.reset();
    response_ = {};
    tail_ = {};
    piece_.clear();
    if (piece_.capacity() > kBodyBuffer) {
        piece_.shrink_to_fit();
    }
    route_ = nullptr;
    parser_.reset(shared_.settings.head_limit);
    stage_ = Stage::Head;
}

std::string reason_of(const error_code& fault) {
    return fault == asio::error::address_in_use     ? "端口已被占用"
           : fault == asio::error::access_denied    ? "没有使用这个端口的权限"
           : fault == asio::error::invalid_argument ? "地址写法不对"
                                                    : fault.message();
}

}  // namespace

struct Server::Impl {
    Shared shared;
    std::vector<std::unique_ptr<Loop>> loops;
    std::vector<std::thread> threads;
    unsigned short port = 0;
};

Server::Server(const Router& router, Settings settings) {
    const int workers = settings.workers;
    const int io_threads = settings.io_threads;
    impl_.reset(new Impl{{router, std::move(settings), WorkerPool{workers}, {}, {}}, {}, {}, 0});
    for (int i = 0; i < io_threads; ++i) {
        impl_->loops.push_back(std::make_unique<Loop>(impl_->shared));
    }
}

Server::~Server() { stop(); }

void Server::bind() {
    const Settings& settings = impl_->shared.settings;
    Loop& first = *impl_->loops.front();
    try {
        const tcp::endpoint endpoint{asio::ip::make_address(settings.address), settings.port};
        first.acceptor.emplace(first.io, endpoint, true);
    } catch (const boost::system::system_error& fault) {
        throw std::runtime_error(fmt::format("不能在 {} 端口 {} 上提供服务：{}。请停掉占用它的程序，或用 --port 换一个端口。",
                                             settings.address, settings.port, reason_of(fault.code())));
    }
    impl_->port = first.acceptor->local_endpoint().port();
}

void Server::start() {
    const Settings& settings = impl_->shared.settings;
    for (const Route& route : impl_->shared.router.routes()) {
        if (route.body == Body::File && settings.spool_folder.empty()) {
            throw std::logic_error(route.pattern + " takes files, but the settings name no spool folder");
        }
    }
    if (!settings.spool_folder.empty()) {
        impl_->shared.spool.open(settings.spool_folder);
    }
    Loop& first = *impl_->loops.front();
    if (!first.acceptor) {
        bind();
    }
    first.loops = &impl_->loops;
    first.accept();
    for (const auto& loop : impl_->loops) {
        impl_->threads.emplace_back([&loop] { loop->run(); });
    }
}

unsigned short Server::port() const { return impl_->port; }

void Server::stop() {
    for (const auto& loop : impl_->loops) {
        asio::post(loop->io, [&loop] { loop->drain(); });
    }
    for (std::thread& thread : impl_->threads) {
        thread.join();
    }
    impl_->threads.clear();
    impl_->shared.pool.stop();
}

}  // namespace luoshi::http
