// A FIX 4.4 client made of Debian's QuickFIX (libquickfix-dev), which nobody here wrote: it judges whether the venue
// speaks FIX as others understand it. QuickFIX checks every message of the venue against fix-spec/FIX44-HybridGpu.xml,
// keeps its own sequence numbers in its own files, and asks for what it misses. On top of that this program plays a
// script and fails at the first thing that is not as the script says: each `expect` takes the next application message
// in the order of arrival, a message that nobody expected fails the end, and so does any session-level Reject, ours or
// theirs, at any time.
//
//   quickfix_peer PORT COMPID DICTIONARY STORE < script
//
//   logon                                  wait until logged on
//   order ID SYMBOL buy|sell QTY PRICE TIF TIF is day, gtc or ioc
//   cancel ID ORIGID SYMBOL buy|sell
//   quote ID SYMBOL BID OFFER SIZE         a MassQuote of one two-sided entry
//   expect MSGTYPE [TAG=VALUE ...]         the next application message is this one
//   disconnected                           wait until the connection is lost
//   logout                                 log out and wait for it
//
// Prints a line for each event: `logon out=N in=N` with the next sequence numbers, `logout`, and `in MESSAGE` for each
// application message. Ends with 0 when all went as the script says, 1 when not, 2 when called wrongly.

#include <quickfix/FileLog.h>
#include <quickfix/FileStore.h>
#include <quickfix/Session.h>
#include <quickfix/SessionSettings.h>
#include <quickfix/SocketInitiator.h>
#include <quickfix/fix44/MassQuote.h>
#include <quickfix/fix44/NewOrderSingle.h>
#include <quickfix/fix44/OrderCancelRequest.h>

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <deque>
#include <iostream>
#include <mutex>
#include <sstream>
#include <stdexcept>
#include <string>

namespace {

// Long enough for a venue to be started again on a busy machine, short enough to fail within a test.
constexpr std::chrono::seconds StepDeadline(30);

std::string readable(const FIX::Message& message) {
    std::string text = message.toString();
    std::replace(text.begin(), text.end(), '\001', '|');
    return text;
}

// What QuickFIX's thread hears, handed to the script's thread.
class Inbox : public FIX::NullApplication {
public:
    void onLogon(const FIX::SessionID& id) override {
        FIX::Session* session = FIX::Session::lookupSession(id);
        say("logon out=" + std::to_string(session->getExpectedSenderNum()) +
            " in=" + std::to_string(session->getExpectedTargetNum()));
        change([this] { isLoggedOn_ = true; });
    }

    void onLogout(const FIX::SessionID&) override {
        say("logout");
        change([this] { isLoggedOn_ = false; });
    }

    void toAdmin(FIX::Message& message, const FIX::SessionID&) override { failOnReject("QuickFIX refuses", message); }

    void fromAdmin(const FIX::Message& message,
                   const FIX::SessionID&) throw(FIX::FieldNotFound, FIX::IncorrectDataFormat, FIX::IncorrectTagValue,
                                                FIX::RejectLogon) override {
        failOnReject("the venue refuses", message);
    }

    void fromApp(const FIX::Message& message, const FIX::SessionID&) throw(FIX::FieldNotFound, FIX::IncorrectDataFormat,
                                                                           FIX::IncorrectTagValue,
                                                                           FIX::UnsupportedMessageType) override {
        say("in " + readable(message));
        change([&] { messages_.push_back(message); });
    }

    void awaitLoggedOn(bool wanted) {
        await(wanted ? "no logon" : "no logout", [&] { return isLoggedOn_ == wanted; });
    }

    FIX::Message next() {
        await("no message", [this] { return !messages_.empty(); });
        std::lock_guard<std::mutex> lock(mutex_);
        FIX::Message message = messages_.front();
        messages_.pop_front();
        return message;
    }

    void assertQuiet() {
        std::lock_guard<std::mutex> lock(mutex_);
        if (!fault_.empty()) {
            throw std::runtime_error(fault_);
        }
        if (!messages_.empty()) {
            throw std::runtime_error("nobody expected " + readable(messages_.front()));
        }
    }

private:
    template <typename Change>
    void change(Change apply) {
        std::lock_guard<std::mutex> lock(mutex_);
        apply();
        changed_.notify_all();
    }

    template <typename Condition>
    void await(const char* otherwise, Condition isMet) {
        std::unique_lock<std::mutex> lock(mutex_);
        const bool isInTime = changed_.wait_for(lock, StepDeadline, [&] { return isMet() || !fault_.empty(); });
        if (!fault_.empty()) {
            throw std::runtime_error(fault_);
        }
        if (!isInTime) {
            throw std::runtime_error(std::string(otherwise) + " in time");
        }
    }

    void failOnReject(const std::string& who, const FIX::Message& message) {
        if (message.getHeader().getField(FIX::FIELD::MsgType) == FIX::MsgType_Reject) {
            change([&] { fault_ = who + " a message: " + readable(message); });
        }
    }

    void say(const std::string& line) { std::cout << line + "\n" << std::flush; }

    std::mutex mutex_;
    std::condition_variable changed_;
    std::deque<FIX::Message> messages_;
    std::string fault_;
    bool isLoggedOn_ = false;
};

std::string word(std::istringstream& line) {
    std::string text;
    if (!(line >> text)) {
        throw std::invalid_argument("a word is missing");
    }
    return text;
}

char side(const std::string& name) {
    if (name != "buy" && name != "sell") {
        throw std::invalid_argument(name + " is not buy or sell");
    }
    return name == "buy" ? FIX::Side_BUY : FIX::Side_SELL;
}

char timeInForce(const std::string& name) {
    if (name == "day") return FIX::TimeInForce_DAY;
    if (name == "gtc") return FIX::TimeInForce_GOOD_TILL_CANCEL;
    if (name == "ioc") return FIX::TimeInForce_IMMEDIATE_OR_CANCEL;
    throw std::invalid_argument(name + " is not day, gtc or ioc");
}

// The script's steps against one session.
class Script {
public:
    Script(Inbox& inbox, const FIX::SessionID& session) : inbox_(inbox), session_(session) {}

    void play(const std::string& text) {
        std::istringstream line(text);
        const std::string verb = word(line);
        if (verb == "logon") {
            inbox_.awaitLoggedOn(true);
        } else if (verb == "disconnected") {
            inbox_.awaitLoggedOn(false);
        } else if (verb == "logout") {
            FIX::Session::lookupSession(session_)->logout("The script is over");
            inbox_.awaitLoggedOn(false);
        } else if (verb == "order") {
            order(line);
        } else if (verb == "cancel") {
            cancel(line);
        } else if (verb == "quote") {
            quote(line);
        } else if (verb == "expect") {
            expect(line);
        } else {
            throw std::invalid_argument("no such step");
        }
    }

private:
    void order(std::istringstream& line) {
        FIX44::NewOrderSingle message;
        message.set(FIX::ClOrdID(word(line)));
        message.set(FIX::Symbol(word(line)));
        message.set(FIX::Side(side(word(line))));
        message.set(FIX::TransactTime(FIX::UtcTimeStamp()));
        message.setField(FIX::FIELD::OrderQty, word(line));
        message.set(FIX::OrdType(FIX::OrdType_LIMIT));
        message.setField(FIX::FIELD::Price, word(line));
        message.set(FIX::TimeInForce(timeInForce(word(line))));
        FIX::Session::sendToTarget(message, session_);
    }

    void cancel(std::istringstream& line) {
        FIX44::OrderCancelRequest message;
        message.set(FIX::ClOrdID(word(line)));
        message.set(FIX::OrigClOrdID(word(line)));
        message.set(FIX::Symbol(word(line)));
        message.set(FIX::Side(side(word(line))));
        message.set(FIX::TransactTime(FIX::UtcTimeStamp()));
        FIX::Session::sendToTarget(message, session_);
    }

    void quote(std::istringstream& line) {
        FIX44::MassQuote message;
        message.set(FIX::QuoteID(word(line)));
        FIX44::MassQuote::NoQuoteSets::NoQuoteEntries entry;
        entry.set(FIX::QuoteEntryID("1"));
        entry.set(FIX::Symbol(word(line)));
        entry.setField(FIX::FIELD::BidPx, word(line));
        entry.setField(FIX::FIELD::OfferPx, word(line));
        const std::string size = word(line);
        entry.setField(FIX::FIELD::BidSize, size);
        entry.setField(FIX::FIELD::OfferSize, size);
        FIX44::MassQuote::NoQuoteSets set;
        set.set(FIX::QuoteSetID("S"));
        set.set(FIX::TotNoQuoteEntries(1));
        set.addGroup(entry);
        message.addGroup(set);
        FIX::Session::sendToTarget(message, session_);
    }

    void expect(std::istringstream& line) {
        const std::string type = word(line);
        const FIX::Message message = inbox_.next();
        bool isMet = message.getHeader().getField(FIX::FIELD::MsgType) == type;
        std::string field;
        while (line >> field) {
            const std::size_t equals = field.find('=');
            if (equals == std::string::npos) {
                throw std::invalid_argument(field + " is not TAG=VALUE");
            }
            const int tag = std::stoi(field.substr(0, equals));
            isMet &= message.isSetField(tag) && message.getField(tag) == field.substr(equals + 1);
        }
        if (!isMet) {
            throw std::runtime_error("got " + readable(message));
        }
    }

    Inbox& inbox_;
    const FIX::SessionID session_;
};

FIX::SessionSettings settings(const FIX::SessionID& session, int port, const char* dictionary,
                              const std::string& store) {
    FIX::Dictionary values;
    values.setString(FIX::CONNECTION_TYPE, "initiator");
    values.setString(FIX::SOCKET_CONNECT_HOST, "127.0.0.1");
    values.setInt(FIX::SOCKET_CONNECT_PORT, port);
    values.setInt(FIX::HEARTBTINT, 5);
    // The same start and end is QuickFIX's way to say that a session never ends.
    values.setString(FIX::START_TIME, "00:00:00");
    values.setString(FIX::END_TIME, "00:00:00");
    values.setString(FIX::FILE_STORE_PATH, store);
    values.setBool(FIX::USE_DATA_DICTIONARY, true);
    values.setString(FIX::DATA_DICTIONARY, dictionary);
    values.setBool(FIX::VALIDATE_FIELDS_OUT_OF_ORDER, true);
    values.setBool(FIX::VALIDATE_FIELDS_HAVE_VALUES, true);
    values.setBool(FIX::VALIDATE_USER_DEFINED_FIELDS, true);
    // QuickFIX looks for these two among what all sessions share.
    FIX::Dictionary shared;
    shared.setInt(FIX::RECONNECT_INTERVAL, 1);
    shared.setString(FIX::FILE_LOG_PATH, store);
    FIX::SessionSettings all;
    all.set(shared);
    all.set(session, values);
    return all;
}

int run(int port, const char* compId, const char* dictionary, const char* store) {
    const FIX::SessionID session("FIX.4.4", compId, "HYBRIDGPU");
    const FIX::SessionSettings all = settings(session, port, dictionary, store);
    Inbox inbox;
    FIX::FileStoreFactory stores(all);
    FIX::FileLogFactory logs(all);
    FIX::SocketInitiator initiator(inbox, stores, all, logs);
    Script script(inbox, session);
    initiator.start();

    int status = 0;
    std::string line;
    try {
        while (std::getline(std::cin, line)) {
            script.play(line);
        }
        line = "the end";
        inbox.assertQuiet();
    } catch (const std::exception& problem) {
        std::cerr << line << ": " << problem.what() << std::endl;
        status = 1;
    }
    initiator.stop(true);
    return status;
}

}  // namespace

int main(int argc, char** argv) {
    if (argc != 5) {
        std::cerr << "usage: quickfix_peer PORT COMPID DICTIONARY STORE < script" << std::endl;
        return 2;
    }
    try {
        return run(std::stoi(argv[1]), argv[2], argv[3], argv[4]);
    } catch (const std::exception& problem) {
        std::cerr << problem.what() << std::endl;
        return 2;
    }
}
