// A FIX 4.4 client made of npm's jspurefix, which nobody here wrote: it judges whether the venue speaks FIX as others
// understand it. jspurefix reads the venue's messages by fix-spec/FIX44-HybridGpu.xml, keeps its own sequence numbers
// and messages in its own files, connects again when the connection is lost and asks for what it misses. On top of that
// this program plays a script from standard input, as tests/peers/quickfix does, and fails at the first thing that is
// not as the script says; so does any session-level Reject, at any time.
//
//   node peer.js PORT COMPID DICTIONARY STORE < script
//
//   logon                                  wait until logged on
//   order ID SYMBOL buy|sell QTY PRICE TIF TIF is day, gtc or ioc
//   cancel ID ORIGID SYMBOL buy|sell
//   quote ID SYMBOL BID OFFER SIZE         a MassQuote of one two-sided entry
//   expect MSGTYPE [TAG=VALUE ...]         the next application message is this one
//   disconnected                           wait until the connection is lost
//   logout                                 log out and wait for it
//
// Prints `logon`, `disconnected`, and `in MESSAGE` and `out MESSAGE` for each message. Ends with 0 when all went as the script
// says, 1 when not, 2 when called wrongly.
'use strict'

require('reflect-metadata')
const { AsciiSession, EmptyLogFactory, SessionLauncher } = require('jspurefix')
const fs = require('node:fs')

// Long enough for a venue to be started again on a busy machine, short enough to fail within a test.
const stepDeadlineMs = 30_000

const sides = { buy: '1', sell: '2' }
const timesInForce = { day: '0', gtc: '1', ioc: '3' }

/** What jspurefix hears, handed to the script. */
class Inbox {
  constructor () {
    this.messages = []
    this.isLoggedOn = false
    this.isStopped = false
    this.fault = null
    this.wake = () => {}
  }

  change (apply) {
    apply(this)
    this.wake()
  }

  async until (isMet, otherwise) {
    const deadline = Date.now() + stepDeadlineMs
    while (!isMet(this)) {
      if (this.fault) throw new Error(this.fault)
      if (Date.now() >= deadline) throw new Error(otherwise)
      await new Promise(resolve => {
        this.wake = resolve
        setTimeout(resolve, deadline - Date.now()).unref()
      })
    }
    if (this.fault) throw new Error(this.fault)
  }
}

class Peer extends AsciiSession {
  constructor (config, inbox) {
    super(config)
    this.inbox = inbox
    this.checkMsgIntegrity = true
    this.logReceivedMsgs = true
  }

  onApplicationMsg (msgType, view) {
    const message = view.clone()
    this.inbox.change(inbox => inbox.messages.push({ msgType, message }))
  }

  onSessionMsg (msgType, view) {
    if (msgType === '3') {
      this.inbox.change(inbox => { inbox.fault = `the venue refuses a message: ${view.getString(58)}` })
    }
    super.onSessionMsg(msgType, view)
  }

  onLogon () { return true }

  onReady () {
    console.log('logon')
    this.inbox.change(inbox => { inbox.isLoggedOn = true })
  }

  onEncoded (msgType, text) { console.log(`out ${text}`) }

  onDecoded (msgType, text) { console.log(`in ${text}`) }

  rxOnEnd () {
    this.lost()
    super.rxOnEnd()
  }

  rxOnError (error) {
    this.lost()
    super.rxOnError(error)
  }

  onStopped () {
    this.inbox.change(inbox => { inbox.isStopped = true })
  }

  lost () {
    console.log('disconnected')
    this.inbox.change(inbox => { inbox.isLoggedOn = false })
  }

  order (id, symbol, side, quantity, price, timeInForce) {
    this.send('D', {
      ClOrdID: id,
      Symbol: symbol,
      Side: named(sides, side),
      TransactTime: new Date(),
      OrderQty: Number(quantity),
      OrdType: '2',
      Price: Number(price),
      TimeInForce: named(timesInForce, timeInForce)
    })
  }

  cancel (id, original, symbol, side) {
    this.send('F', {
      ClOrdID: id,
      OrigClOrdID: original,
      Symbol: symbol,
      Side: named(sides, side),
      TransactTime: new Date()
    })
  }

  quote (id, symbol, bid, offer, size) {
    const entry = {
      QuoteEntryID: '1', Symbol: symbol, BidPx: Number(bid), OfferPx: Number(offer), BidSize: Number(size), OfferSize: Number(size)
    }
    this.send('i', { QuoteID: id, NoQuoteSets: [{ QuoteSetID: 'S', TotNoQuoteEntries: 1, NoQuoteEntries: [entry] }] })
  }
}

function named (values, name) {
  if (!(name in values)) throw new Error(`${name} is not ${Object.keys(values).join(' or ')}`)
  return values[name]
}

class Launcher extends SessionLauncher {
  constructor (description, inbox) {
    super(description, null, new EmptyLogFactory())
    this.inbox = inbox
    this.sessions = []
  }

  makeFactory () {
    return {
      makeSession: config => {
        const session = new Peer(config, this.inbox)
        this.sessions.push(session)
        return session
      }
    }
  }
}

async function play (text, inbox, session) {
  const [verb, ...words] = text.trim().split(/\s+/)
  switch (verb) {
    case 'logon':
      return await inbox.until(i => i.isLoggedOn, 'no logon in time')
    case 'disconnected':
      return await inbox.until(i => !i.isLoggedOn, 'no disconnect in time')
    case 'logout':
      session().done()
      return await inbox.until(i => i.isStopped, 'no logout in time')
    case 'order':
    case 'cancel':
    case 'quote':
      return session()[verb](...words)
    case 'expect':
      return await expect(words, inbox)
    default:
      throw new Error('no such step')
  }
}

async function expect ([type, ...fields], inbox) {
  await inbox.until(i => i.messages.length > 0, 'no message in time')
  const { msgType, message } = inbox.messages.shift()
  const differs = fields.find(field => {
    const [tag, value] = field.split('=')
    return message.getString(Number(tag)) !== value
  })
  if (msgType !== type || differs) throw new Error(`got ${msgType}, ${differs ?? ''} differs`)
}

async function main ([port, compId, dictionary, store]) {
  if (!store) {
    console.error('usage: node peer.js PORT COMPID DICTIONARY STORE < script')
    return 2
  }
  const inbox = new Inbox()
  const launcher = new Launcher({
    application: {
      name: 'peer',
      type: 'initiator',
      protocol: 'ascii',
      dictionary,
      resilient: true,
      recoveryAttemptSeconds: 1,
      backoffFailConnectSeconds: 1,
      tcp: { host: '127.0.0.1', port: Number(port) }
    },
    store: { type: 'file', directory: store },
    SenderCompId: compId,
    TargetCompID: 'HYBRIDGPU',
    BeginString: 'FIX.4.4',
    EncryptMethod: 0,
    ResetSeqNumFlag: false,
    HeartBtInt: 5
  }, inbox)
  launcher.run().catch(error => inbox.change(i => { i.fault = error.message }))

  let step = ''
  try {
    for (step of fs.readFileSync(0, 'utf8').split('\n').filter(line => line.trim())) {
      await play(step, inbox, () => launcher.sessions.at(-1))
    }
    step = 'the end'
    if (inbox.messages.length > 0) throw new Error(`nobody expected a ${inbox.messages[0].msgType}`)
    return 0
  } catch (problem) {
    console.error(`${step}: ${problem.message}`)
    return 1
  } finally {
    launcher.stop()
  }
}

// No process.exit(): jspurefix still writes its numbers to its files when the session is over.
main(process.argv.slice(2)).then(status => {
  process.exitCode = status
  setTimeout(() => process.exit(), 5_000).unref()
})
