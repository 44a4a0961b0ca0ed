/* SPDX-License-Identifier: MIT */
/*
 * lockcheck.c - what is known of drivers' locks, see octavo/lockcheck.h.
 *
 *	instances: address of a lock --> its class
 *	classes:   where they were initialised; where they were taken in
 *		   interrupts, and where with interrupts on
 *	edges:	   class --> class taken while that was held, and where
 *	held:	   what is held now, by all tasks, in order of taking
 *
 * A new edge from A to B is wrong if there is a way from B to A already. It
 * need not have come to a deadlock for that: the two orders are enough.
 *
 * The tables have fixed sizes, since locks are taken where nothing can be
 * allocated. When one is full what is new is not watched; that is said once.
 *
 * Locking: lc.lock, interrupts off; reports are made without it.
 * Source: the idea of classes and their order is Linux's lockdep (Ingo Molnar,
 * Arjan van de Ven, 2006), as its documentation describes it.
 */
#include "internal.h"
#include <octavo/lockcheck.h>

#define NR_CLASSES	256u
#define NR_INSTANCES	2048u		/* a power of two */
#define NR_EDGES	1024u
#define NR_HELD		128u
#define NR_SUBCLASSES	8u

/* How a class was taken. */
enum { IN_HARDIRQ, IN_SOFTIRQ, WITH_HARDIRQ, WITH_SOFTIRQ, NR_USES };

struct lock_class {
	const void *key;		/* struct lock_site, or the lock */
	unsigned int subclass;
	const struct lock_site *first;
	const struct lock_site *use[NR_USES];	/* NULL: not yet */
	bool told;			/* about interrupts */
};

struct instance {
	const void *lock;		/* NULL: free */
	const struct lock_site *site;
};

struct edge {
	u16 from, to;
	const struct lock_site *held_at, *taken_at;
};

struct held {
	const void *lock;
	const struct task_struct *task;
	const struct lock_site *site;
	u16 class;
	u8 kind;
	u8 again;			/* taken in vain so often */
};

static struct {
	spinlock_t lock;
	unsigned int nr_classes, nr_instances, nr_edges, nr_held;
	bool full;
	struct lock_class classes[NR_CLASSES];
	struct instance instances[NR_INSTANCES];
	struct edge edges[NR_EDGES];
	struct held held[NR_HELD];
} lc;

static const char *base(const struct lock_site *site)
{
	const char *slash = strrchr(site->file, '/');

	return slash ? slash + 1 : site->file;
}

#define PLACE		"%s:%d"
#define AT(site)	base(site), (site)->line

static bool is_full(const char *what)
{
	if (!lc.full)
		pr_warn("octavo: no room for more %s: not all locks are watched\n",
			what);
	lc.full = true;
	return true;
}

/* ---- classes ------------------------------------------------------------------------ */

static struct instance *instance_of(const void *lock)
{
	unsigned int i = (unsigned int)((unsigned long)lock >> 2) * 2654435761u;

	for (;; i++) {
		struct instance *inst = &lc.instances[i % NR_INSTANCES];

		if (!inst->lock || inst->lock == lock)
			return inst;
	}
}

/* The class of a key, which may be new; NR_CLASSES: no room. */
static unsigned int class_of_key(const void *key, unsigned int subclass,
				 const struct lock_site *site)
{
	for (unsigned int i = 0; i < lc.nr_classes; i++)
		if (lc.classes[i].key == key &&
		    lc.classes[i].subclass == subclass)
			return i;
	if (lc.nr_classes == NR_CLASSES && is_full("classes"))
		return NR_CLASSES;
	lc.classes[lc.nr_classes] = (struct lock_class){
		.key = key, .subclass = subclass, .first = site,
	};
	return lc.nr_classes++;
}

static unsigned int class_of(const void *lock, unsigned int subclass,
			     const struct lock_site *site)
{
	const struct instance *inst = instance_of(lock);

	if (inst->lock)
		return class_of_key(inst->site, subclass, inst->site);
	return class_of_key(lock, subclass, site);
}

void lockcheck_new(const void *lock, const struct lock_site *site)
{
	struct instance *inst;
	unsigned long flags;

	spin_lock_irqsave(&lc.lock, flags);
	inst = instance_of(lock);
	if (!inst->lock && lc.nr_instances >= NR_INSTANCES * 3 / 4) {
		is_full("locks");
	} else {
		lc.nr_instances += !inst->lock;
		*inst = (struct instance){ lock, site };
	}
	spin_unlock_irqrestore(&lc.lock, flags);
}

/* ---- what is held ---------------------------------------------------------------------- */

/* The last that was taken of @lock, by @task or by anybody (NULL). */
static struct held *find_held(const void *lock, const struct task_struct *task)
{
	for (unsigned int i = lc.nr_held; i-- > 0; )
		if (lc.held[i].lock == lock &&
		    (!task || lc.held[i].task == task))
			return &lc.held[i];
	return NULL;
}

static void drop_held(struct held *h)
{
	const size_t at = (size_t)(h - lc.held);

	lc.nr_held--;
	memmove(h, h + 1, (lc.nr_held - at) * sizeof(*h));
}

bool lockcheck_is_held(const void *lock)
{
	unsigned long flags;
	bool held;

	spin_lock_irqsave(&lc.lock, flags);
	held = find_held(lock, current) != NULL;
	spin_unlock_irqrestore(&lc.lock, flags);
	return held;
}

static bool spins(unsigned int kind)
{
	return kind == LOCK_SPIN || kind == LOCK_READ || kind == LOCK_WRITE;
}

bool lockcheck_describe(char *buf, size_t size)
{
	const struct held *h = NULL;
	unsigned long flags;

	spin_lock_irqsave(&lc.lock, flags);
	for (unsigned int i = lc.nr_held; i-- > 0 && !h; )
		if (lc.held[i].task == current && spins(lc.held[i].kind))
			h = &lc.held[i];
	if (h)
		snprintf(buf, size, "%s, taken at " PLACE, h->site->name,
			 AT(h->site));
	spin_unlock_irqrestore(&lc.lock, flags);
	return h;
}

void lockcheck_show_held(void)
{
	static const char *const kinds[] = {
		[LOCK_SPIN] = "spin lock", [LOCK_READ] = "read lock",
		[LOCK_WRITE] = "write lock", [LOCK_MUTEX] = "mutex",
		[LOCK_RWSEM_READ] = "rw_semaphore, for reading,",
		[LOCK_RWSEM_WRITE] = "rw_semaphore, for writing,",
	};

	if (!spin_trylock(&lc.lock))
		return;
	for (unsigned int i = 0; i < lc.nr_held; i++) {
		const struct held *h = &lc.held[i];

		printk(KERN_EMERG "%s %s is held since " PLACE " by task %d '%s'%s\n",
		       kinds[h->kind], h->site->name, AT(h->site),
		       h->task->pid, h->task->comm,
		       h->task == current ? ", this one" : "");
	}
	spin_unlock(&lc.lock);
}

/* ---- order ------------------------------------------------------------------------------ */

static const struct edge *find_edge(unsigned int from, unsigned int to)
{
	for (unsigned int i = 0; i < lc.nr_edges; i++)
		if (lc.edges[i].from == from && lc.edges[i].to == to)
			return &lc.edges[i];
	return NULL;
}

/* The first step of a way from @from to @to, or NULL. */
static const struct edge *find_way(unsigned int from, unsigned int to)
{
	/* For each class reached, the first step towards it. */
	static const struct edge *step[NR_CLASSES];
	bool more = true;

	memset(step, 0, sizeof(step));
	while (more && !step[to]) {
		more = false;
		for (unsigned int i = 0; i < lc.nr_edges; i++) {
			const struct edge *e = &lc.edges[i];
			const bool first = e->from == from;

			if (step[e->to] || (!first && !step[e->from]))
				continue;
			step[e->to] = first ? e : step[e->from];
			more = true;
		}
	}
	return step[to];
}

/* What is wrong about taking one lock while another is held. */
struct trouble {
	bool found;
	struct held held;
	struct edge before;
};

static void add_edge(const struct held *h, unsigned int class,
		     const struct lock_site *site, struct trouble *t)
{
	const struct edge *way;

	if (find_edge(h->class, class))
		return;
	if (lc.nr_edges == NR_EDGES && is_full("orders of locks"))
		return;
	way = find_way(class, h->class);
	if (way && !t->found)
		*t = (struct trouble){ true, *h, *way };
	lc.edges[lc.nr_edges++] = (struct edge){
		(u16)h->class, (u16)class, h->site, site,
	};
}

static void note_order(unsigned int class, const struct lock_site *site,
		       struct trouble *t)
{
	for (unsigned int i = 0; i < lc.nr_held; i++) {
		const struct held *h = &lc.held[i];

		if (h->task != current || h->class == NR_CLASSES)
			continue;
		if (h->class != class) {
			add_edge(h, class, site, t);
		} else if (!t->found && !find_edge(class, class)) {
			*t = (struct trouble){ true, *h, { 0 } };
			if (lc.nr_edges < NR_EDGES)
				lc.edges[lc.nr_edges++] = (struct edge){
					(u16)class, (u16)class, h->site, site,
				};
		}
	}
}

static void tell_order(const struct trouble *t, const struct lock_site *site)
{
	const struct edge *e = &t->before;

	if (!e->taken_at)
		octavo_report("lock order: %s (" PLACE ") is taken with %s (" PLACE
			      ") held, which is of the same kind: another task may do it the other way round",
			      site->name, AT(site), t->held.site->name,
			      AT(t->held.site));
	else
		octavo_report("lock order: %s (" PLACE ") is taken with %s (" PLACE
			      ") held; before, %s (" PLACE
			      ") was taken with %s (" PLACE ") held",
			      site->name, AT(site), t->held.site->name,
			      AT(t->held.site), e->taken_at->name,
			      AT(e->taken_at), e->held_at->name,
			      AT(e->held_at));
}

/* ---- interrupts --------------------------------------------------------------------------- */

/* Is there a use and its contrary? Then the class is told about, once. */
static const char *note_use(struct lock_class *c, const struct lock_site *site)
{
	const bool hard = in_hardirq(), soft = in_serving_softirq();
	const bool off = arch_irqs_disabled();

	if (hard && !c->use[IN_HARDIRQ])
		c->use[IN_HARDIRQ] = site;
	if (soft && !hard && !c->use[IN_SOFTIRQ])
		c->use[IN_SOFTIRQ] = site;
	if (!hard && !off && !c->use[WITH_HARDIRQ])
		c->use[WITH_HARDIRQ] = site;
	if (!in_interrupt() && !off && !c->use[WITH_SOFTIRQ])
		c->use[WITH_SOFTIRQ] = site;
	if (c->told)
		return NULL;
	if (c->use[IN_HARDIRQ] && c->use[WITH_HARDIRQ])
		return "an interrupt";
	if (c->use[IN_SOFTIRQ] && c->use[WITH_SOFTIRQ])
		return "a timer or tasklet";
	return NULL;
}

static void tell_use(const struct lock_class *c, const char *who)
{
	const bool hard = c->use[IN_HARDIRQ] && c->use[WITH_HARDIRQ];
	const struct lock_site *in = c->use[hard ? IN_HARDIRQ : IN_SOFTIRQ];
	const struct lock_site *with =
		c->use[hard ? WITH_HARDIRQ : WITH_SOFTIRQ];

	octavo_report("interrupts: %s is taken in %s (" PLACE
		      ") and while one may come (" PLACE
		      "), which would wait for ever",
		      in->name, who, AT(in), AT(with));
}

/* ---- taking ------------------------------------------------------------------------------- */

/* True: held already; the caller goes on as if it had it once more. */
static bool takes_again(const void *lock, enum lock_kind kind,
			struct lock_site const **since)
{
	struct held *h = find_held(lock, current);

	/* A second reader is let in, unless a writer waits. */
	if (!h || (h->kind == LOCK_READ && kind == LOCK_READ))
		return false;
	*since = h->site;
	h->again++;
	return true;
}

bool lockcheck_before(const void *lock, enum lock_kind kind,
		      unsigned int subclass, const struct lock_site *site)
{
	const struct lock_site *since = NULL;
	struct trouble t = { 0 };
	const char *who = NULL;
	struct lock_class c = { 0 };
	unsigned long flags;
	unsigned int class;
	bool again;

	spin_lock_irqsave(&lc.lock, flags);
	again = takes_again(lock, kind, &since);
	class = again ? NR_CLASSES :
		class_of(lock, min(subclass, NR_SUBCLASSES - 1), site);
	if (class != NR_CLASSES)
		note_order(class, site, &t);
	spin_unlock_irqrestore(&lc.lock, flags);
	/* Here interrupts are as the driver has them. */
	if (class != NR_CLASSES && spins(kind)) {
		who = note_use(&lc.classes[class], site);
		if (who)
			lc.classes[class].told = true;
		c = lc.classes[class];
	}
	if (again)
		octavo_report("deadlock: %s (" PLACE ") is taken by who holds it since " PLACE,
			      site->name, AT(site), AT(since));
	if (t.found)
		tell_order(&t, site);
	if (who)
		tell_use(&c, who);
	return !again;
}

void lockcheck_taken(const void *lock, enum lock_kind kind,
		     unsigned int subclass, const struct lock_site *site)
{
	unsigned long flags;
	unsigned int class;

	spin_lock_irqsave(&lc.lock, flags);
	class = class_of(lock, min(subclass, NR_SUBCLASSES - 1), site);
	if (lc.nr_held < NR_HELD || !is_full("locks that are held"))
		lc.held[lc.nr_held++] = (struct held){
			.lock = lock, .task = current, .site = site,
			.class = (u16)class, .kind = (u8)kind,
		};
	spin_unlock_irqrestore(&lc.lock, flags);
	might_sleep_set_hint(lockcheck_describe);
	/* Looked for when the task goes back to user code. */
	sched_note_work();
}

bool lockcheck_release(const void *lock, const struct lock_site *site)
{
	const struct lock_site *since = NULL;
	bool held, give = false, others;
	unsigned long flags;
	struct held *h;

	spin_lock_irqsave(&lc.lock, flags);
	h = find_held(lock, current);
	held = h != NULL;
	if (held && h->again) {
		h->again--;
	} else if (held) {
		drop_held(h);
		give = true;
	} else {
		h = find_held(lock, NULL);
		since = h ? h->site : NULL;
	}
	others = lc.full;
	spin_unlock_irqrestore(&lc.lock, flags);
	if (held || others)
		return give || !held;
	if (since)
		octavo_report("not held: %s (" PLACE ") is given back by another task than took it at " PLACE,
			      site->name, AT(site), AT(since));
	else
		octavo_report("not held: %s (" PLACE ") is given back, but nobody has it",
			      site->name, AT(site));
	return false;
}

void lockcheck_leave(const char *what)
{
	struct held left = { 0 };
	unsigned long flags;
	bool found;

	if (likely(!READ_ONCE(lc.nr_held)))
		return;
	do {
		found = false;
		spin_lock_irqsave(&lc.lock, flags);
		for (unsigned int i = 0; i < lc.nr_held && !found; i++) {
			if (lc.held[i].task != current)
				continue;
			left = lc.held[i];
			drop_held(&lc.held[i]);
			found = true;
		}
		spin_unlock_irqrestore(&lc.lock, flags);
		if (found)
			octavo_report("left held: %s returns with %s held, taken at " PLACE,
				      what, left.site->name, AT(left.site));
	} while (found);
}

void lockcheck_reset(void)
{
	unsigned long flags;

	spin_lock_irqsave(&lc.lock, flags);
	lc.nr_classes = lc.nr_instances = lc.nr_edges = lc.nr_held = 0;
	lc.full = false;
	memset(lc.instances, 0, sizeof(lc.instances));
	spin_unlock_irqrestore(&lc.lock, flags);
}

/* ---- the calls ----------------------------------------------------------------------------- */

static const struct {
	enum lock_kind spin_lock, read_lock, write_lock, mutex_lock, down_read,
		down_write;
} kinds = { LOCK_SPIN, LOCK_READ, LOCK_WRITE, LOCK_MUTEX, LOCK_RWSEM_READ,
	    LOCK_RWSEM_WRITE };

#define X(name, type)							\
void name##_at(type *lock, unsigned int subclass,			\
	       const struct lock_site *site)				\
{									\
	if (!lockcheck_before(lock, kinds.name, subclass, site))	\
		return;							\
	name(lock);							\
	lockcheck_taken(lock, kinds.name, subclass, site);		\
}
LOCK_CALLS_TAKE(X)
#undef X

#define X(name, type)							\
void name##_at(type *lock, const struct lock_site *site)		\
{									\
	if (lockcheck_release(lock, site))				\
		name(lock);						\
}
LOCK_CALLS_GIVE(X)
#undef X

/* Trying does not wait, so its order does not matter. */
#define TRY(name, type, how)						\
bool name##_at(type *lock, const struct lock_site *site)		\
{									\
	const bool got = name(lock);					\
									\
	if (got)							\
		lockcheck_taken(lock, how, 0, site);			\
	return got;							\
}
TRY(spin_trylock, spinlock_t, LOCK_SPIN)
TRY(read_trylock, rwlock_t, LOCK_READ)
TRY(write_trylock, rwlock_t, LOCK_WRITE)
TRY(mutex_trylock, struct mutex, LOCK_MUTEX)
TRY(down_read_trylock, struct rw_semaphore, LOCK_RWSEM_READ)
TRY(down_write_trylock, struct rw_semaphore, LOCK_RWSEM_WRITE)

#define SIGNAL(name, type, how)						\
int name##_at(type *lock, unsigned int subclass,			\
	      const struct lock_site *site)				\
{									\
	int err;							\
									\
	if (!lockcheck_before(lock, how, subclass, site))		\
		return 0;						\
	err = name(lock);						\
	if (!err)							\
		lockcheck_taken(lock, how, subclass, site);		\
	return err;							\
}
SIGNAL(mutex_lock_interruptible, struct mutex, LOCK_MUTEX)
SIGNAL(mutex_lock_killable, struct mutex, LOCK_MUTEX)
SIGNAL(down_read_interruptible, struct rw_semaphore, LOCK_RWSEM_READ)
SIGNAL(down_read_killable, struct rw_semaphore, LOCK_RWSEM_READ)
SIGNAL(down_write_killable, struct rw_semaphore, LOCK_RWSEM_WRITE)
