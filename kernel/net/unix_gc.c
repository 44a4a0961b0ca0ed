/* SPDX-License-Identifier: MIT */
/*
 * unix_gc.c - what sk_buffs of AF_UNIX carry, and sockets that only they know.
 *
 * A socket that was sent over another one is kept by the message. Two sockets
 * sent over each other, and then closed, keep each other: no program can ever
 * receive them. To find these:
 *
 *	candidates	sockets in flight to whose file nothing refers but
 *			messages: as many references as messages it is in
 *	refs		of a candidate: messages it is in, less those that are in
 *			queues of candidates
 *
 * A candidate with refs left is in a queue that somebody can read; then so is
 * what is in its own queue, and it is no candidate any more. What is left in the
 * end is garbage: the messages with files in its queues are freed, and files
 * and sockets go with them. It takes time in proportion to what is in flight, so it
 * is done when a process ends, and else when twice as much is in flight as was
 * left over the last time.
 *
 * Each file in flight counts for the user who sent it, who may have as many as
 * descriptors, so that messages are no way around that limit.
 *
 * Locking: unix_lock. Nothing sleeps between counting and taking out.
 *
 * Source: trial deletion; D. F. Martinez, R. Wachenchauzer, R. D. Lins, "Cyclic
 * reference counting with local mark-scan" (1990).
 */
#include "internal.h"

#define GC_MIN		16u

/* Who has files in flight. */
struct unix_user {
	struct list_head node;
	u32 uid;
	unsigned int inflight;
};

static LIST_HEAD(users);
static LIST_HEAD(inflight);		/* unix_sock.inflight_node */
static unsigned int total;		/* files in flight, */
static unsigned int nr_sockets_inflight;	/* of them these */
static unsigned int next_gc = GC_MIN;	/* when there are so many */

unsigned int unix_nr_inflight(void)
{
	return total;
}

/* ---- counting ----------------------------------------------------------- */

/* The AF_UNIX sock behind @file, or NULL. */
static struct unix_sock *file_unix(struct file *file)
{
	struct socket *sock = sock_from_file(file);

	return sock && sock->sk && sock->ops->family == AF_UNIX ?
		unix_sk(sock->sk) : NULL;
}

static struct unix_user *user_of(u32 uid)
{
	struct unix_user *user;

	list_for_each_entry(user, &users, node)
		if (user->uid == uid)
			return user;
	user = kzalloc(sizeof(*user), GFP_KERNEL);
	if (user) {
		user->uid = uid;
		list_add(&user->node, &users);
	}
	return user;
}

static void user_put(struct unix_user *user, unsigned int nr)
{
	user->inflight -= nr;
	if (user->inflight)
		return;
	list_del(&user->node);
	kfree(user);
}

/* The files of @fpl are in a message now. 0 or -errno. */
static int count_in(struct scm_fp_list *fpl)
{
	struct unix_user *user = user_of(current_task()->uid);

	if (!user)
		return -ENOMEM;
	if (user->inflight > rlimit(RLIMIT_NOFILE) && !capable())
		return -ETOOMANYREFS;
	user->inflight += fpl->count;
	fpl->user = user;
	spin_lock(&unix_lock);
	for (unsigned int i = 0; i < fpl->count; i++) {
		struct unix_sock *u = file_unix(fpl->fp[i]);

		if (u && !u->inflight++) {
			list_add_tail(&u->inflight_node, &inflight);
			nr_sockets_inflight++;
		}
	}
	total += fpl->count;
	spin_unlock(&unix_lock);
	return 0;
}

/* And now they are not. */
static void count_out(struct scm_fp_list *fpl)
{
	spin_lock(&unix_lock);
	for (unsigned int i = 0; i < fpl->count; i++) {
		struct unix_sock *u = file_unix(fpl->fp[i]);

		if (u && !--u->inflight) {
			list_del_init(&u->inflight_node);
			nr_sockets_inflight--;
		}
	}
	total -= fpl->count;
	spin_unlock(&unix_lock);
	user_put(fpl->user, fpl->count);
	fpl->user = NULL;
}

/* ---- messages ----------------------------------------------------------- */

static void unix_destruct_scm(struct sk_buff *skb)
{
	struct scm_cookie scm = { .fp = NULL };

	unix_detach_fds(&scm, skb);
	sock_wfree(skb);
	scm_destroy(&scm);
}

int unix_scm_to_skb(struct scm_cookie *scm, struct sk_buff *skb, bool fds)
{
	struct scm_fp_list *fpl;
	int err;

	skb->family = AF_UNIX;
	UNIXCB(skb) = (struct unix_skb_parms){ .creds = scm->creds };
	if (!scm->fp || !fds || !scm->fp->count)
		return 0;
	fpl = scm_fp_dup(scm->fp);
	if (!fpl)
		return -ENOMEM;
	err = count_in(fpl);
	if (err) {
		scm_fp_free(fpl);
		return err;
	}
	UNIXCB(skb).fp = fpl;
	skb->destructor = unix_destruct_scm;
	return 0;
}

void unix_detach_fds(struct scm_cookie *scm, struct sk_buff *skb)
{
	scm->fp = UNIXCB(skb).fp;
	if (!scm->fp)
		return;
	UNIXCB(skb).fp = NULL;
	count_out(scm->fp);
}

void unix_peek_fds(struct scm_cookie *scm, struct sk_buff *skb)
{
	if (UNIXCB(skb).fp)
		scm->fp = scm_fp_dup(UNIXCB(skb).fp);
}

void unix_maybe_add_creds(struct sk_buff *skb, const struct sock *from,
			  const struct sock *to)
{
	const struct task *task = current_task();

	if (UNIXCB(skb).creds.pid)
		return;
	if (sock_flag(from, SOCK_PASSCRED) || !to->sk_socket ||
	    sock_flag(to, SOCK_PASSCRED))
		UNIXCB(skb).creds = (struct ucred){
			task->signal->pid, task->uid, task->gid,
		};
}

/* ---- collecting --------------------------------------------------------- */

/* Call @fn for each candidate that a message in @sk's queue carries, or one in
 * the queue of a connection that nobody has accepted. */
static void for_each_carried(struct sock *sk, void (*fn)(struct unix_sock *u))
{
	struct sk_buff *skb;

	skb_queue_walk(&sk->sk_receive_queue, skb) {
		struct scm_fp_list *fpl = UNIXCB(skb).fp;

		if (sk->sk_state == TCP_LISTEN) {
			for_each_carried(skb->sk, fn);
			continue;
		}
		for (unsigned int i = 0; fpl && i < fpl->count; i++) {
			struct unix_sock *u = file_unix(fpl->fp[i]);

			if (u && u->candidate)
				fn(u);
		}
	}
}

static void from_candidate(struct unix_sock *u)
{
	u->refs--;
}

static void find_candidates(void)
{
	struct unix_sock *u;

	list_for_each_entry(u, &inflight, inflight_node) {
		u->refs = u->inflight;
		u->candidate = refcount_read(&u->sk.sk_socket->file->f_count) ==
			       u->inflight;
	}
	list_for_each_entry(u, &inflight, inflight_node)
		if (u->candidate)
			for_each_carried(&u->sk, from_candidate);
}

static LIST_HEAD(live);			/* can be received: look at its queue */

static void can_be_received(struct unix_sock *u)
{
	u->candidate = false;
	list_add_tail(&u->live_node, &live);
}

/* Take out of the candidates who can be received. */
static void spare_the_living(void)
{
	struct unix_sock *u;

	list_for_each_entry(u, &inflight, inflight_node)
		if (u->candidate && u->refs)
			can_be_received(u);
	while (!list_empty(&live)) {
		u = list_first_entry(&live, struct unix_sock, live_node);
		list_del(&u->live_node);
		for_each_carried(&u->sk, can_be_received);
	}
}

/* Move messages with files from the queue of @sk to @dead. */
static void take_messages(struct sock *sk, struct sk_buff_head *dead)
{
	struct sk_buff *skb, *next;

	skb_queue_walk_safe(&sk->sk_receive_queue, skb, next) {
		if (sk->sk_state == TCP_LISTEN) {
			take_messages(skb->sk, dead);
		} else if (UNIXCB(skb).fp) {
			skb_unlink(skb, &sk->sk_receive_queue);
			skb_queue_tail(dead, skb);
		}
	}
}

void unix_gc(void)
{
	struct sk_buff_head dead;
	struct unix_sock *u;

	if (likely(list_empty(&inflight)))
		return;
	skb_queue_head_init(&dead);
	spin_lock(&unix_lock);
	find_candidates();
	spare_the_living();
	next_gc = GC_MIN;
	list_for_each_entry(u, &inflight, inflight_node) {
		if (u->candidate)
			take_messages(&u->sk, &dead);
		else
			next_gc += 2;
	}
	spin_unlock(&unix_lock);
	skb_queue_purge(&dead);
}

void unix_gc_sometimes(void)
{
	if (unlikely(nr_sockets_inflight >= next_gc))
		unix_gc();
}
