/* SPDX-License-Identifier: MIT */
/*
 * eventpoll.c - epoll: a set of files that is asked who of it is ready.
 *
 *	struct eventpoll                       struct file
 *	  items (tree) --> struct epitem <------- f_ep (list of items)
 *	  ready (list) ------^  hook[0..1] --> wait queues of the file
 *	  wait: epoll_wait(2)
 *	  poll_wait: who polls the set itself
 *
 * An item's hooks stay in the queues of its file. A wake-up puts the item on
 * the list of ready ones, nothing more; epoll_wait(2) asks each of those files
 * again, tells what it hears, and puts back those that are to be told as long
 * as they are ready (without EPOLLET).
 *
 * Items hold no reference to their file: its last fput() removes them.
 *
 * Invariants:
 *  1. An item is in the tree of its set and in the list of its file, or gone.
 *  2. Sets within sets: at most MAX_NESTS deep, never in a circle.
 *
 * Locking: ep_mutex (all sets; items come and go under it), then ep->mutex
 * (items do not change), then the lock of a wait queue, then ep->lock (the
 * ready list, interrupts off).
 */
#include "internal.h"
#include <uapi/time.h>

#define MAX_NESTS	4		/* links from set to set in a row */
#define MAX_HOOKS	2		/* queues that one file has */
#define EP_PRIVATE	(EPOLLET | EPOLLONESHOT | EPOLLWAKEUP | EPOLLEXCLUSIVE)
#define EP_EXCLUSIVE_OK	(POLLIN | POLLOUT | POLLERR | POLLHUP | EPOLLWAKEUP | \
			 EPOLLET | EPOLLEXCLUSIVE)
#define MAX_EVENTS	(INT_MAX / (int)sizeof(struct epoll_event))

struct eventpoll {
	struct mutex mutex;
	spinlock_t lock;
	struct rb_root items;
	struct list_head ready;
	wait_queue_head_t wait, poll_wait;
	struct file *file;
};

struct ep_hook {
	wait_queue_entry_t wait;
	wait_queue_head_t *wq;
	struct epitem *item;
};

struct epitem {
	struct rb_node node;
	struct list_head ready;		/* empty: is not */
	struct eventpoll *ep;
	struct file *file;
	int fd;
	struct epitem *next;		/* of the file */
	struct epoll_event event;
	unsigned int nr_hooks;
	struct ep_hook hook[MAX_HOOKS];
};

static struct mutex ep_mutex;

static const struct file_operations eventpoll_fops;

static bool is_eventpoll(const struct file *file)
{
	return file->f_op == &eventpoll_fops;
}

/* ---- being ready -------------------------------------------------------- */

/* Put @item on the list. False: it is there. */
static bool mark_ready(struct epitem *item)
{
	struct eventpoll *ep = item->ep;
	unsigned long flags;
	bool added;

	spin_lock_irqsave(&ep->lock, flags);
	added = list_empty(&item->ready);
	if (added)
		list_add_tail(&item->ready, &ep->ready);
	spin_unlock_irqrestore(&ep->lock, flags);
	return added;
}

static void unmark_ready(struct epitem *item)
{
	unsigned long flags;

	spin_lock_irqsave(&item->ep->lock, flags);
	list_del_init(&item->ready);
	spin_unlock_irqrestore(&item->ep->lock, flags);
}

static void tell_ready(struct eventpoll *ep)
{
	wake_up(&ep->wait);
	wake_up_poll(&ep->poll_wait, POLLIN | POLLRDNORM);
}

/* A queue of the file was woken; its lock is held. */
static int ep_wake(wait_queue_entry_t *wait, unsigned int mode, int flags,
		   void *key)
{
	struct ep_hook *hook = container_of(wait, struct ep_hook, wait);
	struct epitem *item = hook->item;
	unsigned int events = item->event.events;
	bool heard;

	if (!(events & ~EP_PRIVATE) || (key && !(key_to_poll(key) & events)))
		return 0;
	heard = waitqueue_active(&item->ep->wait);
	mark_ready(item);
	tell_ready(item->ep);
	return heard;
}

/* What @item's file has of what is asked for. */
static unsigned int item_poll(struct epitem *item, struct poll_table_struct *pt)
{
	return file_poll(item->file, pt) & item->event.events;
}

/* ---- items --------------------------------------------------------------- */

struct hook_table {
	struct poll_table_struct pt;
	struct epitem *item;
};

static void hook_up(struct poll_table_struct *pt, struct file *file,
		    wait_queue_head_t *wq)
{
	struct epitem *item = container_of(pt, struct hook_table, pt)->item;
	struct ep_hook *hook = &item->hook[item->nr_hooks++];

	BUG_ON(item->nr_hooks > MAX_HOOKS);
	*hook = (struct ep_hook){
		.wait = { .func = ep_wake }, .wq = wq, .item = item,
	};
	INIT_LIST_HEAD(&hook->wait.entry);
	if (item->event.events & EPOLLEXCLUSIVE)
		add_wait_queue_exclusive(wq, &hook->wait);
	else
		add_wait_queue(wq, &hook->wait);
}

static int compare(const struct file *file, int fd, const struct epitem *item)
{
	if (fd != item->fd)
		return fd < item->fd ? -1 : 1;
	return file == item->file ? 0 : file < item->file ? -1 : 1;
}

static struct epitem *find_item(struct eventpoll *ep, const struct file *file,
				int fd)
{
	struct rb_node *node = ep->items.rb_node;

	while (node) {
		struct epitem *item = rb_entry(node, struct epitem, node);
		int c = compare(file, fd, item);

		if (c == 0)
			return item;
		node = c < 0 ? node->rb_left : node->rb_right;
	}
	return NULL;
}

static bool item_before(struct rb_node *a, const struct rb_node *b)
{
	const struct epitem *item = rb_entry(a, struct epitem, node);

	return compare(item->file, item->fd,
		       rb_entry(b, struct epitem, node)) < 0;
}

/* ep_mutex and ep->mutex are held. */
static void remove_item(struct epitem *item)
{
	struct epitem **link = &item->file->f_ep;

	for (unsigned int i = 0; i < item->nr_hooks; i++)
		remove_wait_queue(item->hook[i].wq, &item->hook[i].wait);
	while (*link != item)
		link = &(*link)->next;
	*link = item->next;
	rb_erase(&item->node, &item->ep->items);
	unmark_ready(item);
	kfree(item);
}

/* Hook @item up, or look anew at what it asks for. */
static void look_at(struct epitem *item, struct poll_table_struct *pt)
{
	if (item_poll(item, pt) && mark_ready(item))
		tell_ready(item->ep);
}

static int insert_item(struct eventpoll *ep, struct file *file, int fd,
		       const struct epoll_event *event)
{
	struct epitem *item = kzalloc(sizeof(*item), GFP_KERNEL);
	struct hook_table table = { { hook_up }, item };

	if (!item)
		return -ENOMEM;
	item->ep = ep;
	item->file = file;
	item->fd = fd;
	item->event = *event;
	INIT_LIST_HEAD(&item->ready);
	item->next = file->f_ep;
	file->f_ep = item;
	rb_add(&item->node, &ep->items, item_before);
	look_at(item, &table.pt);
	return 0;
}

void eventpoll_release(struct file *file)
{
	mutex_lock(&ep_mutex);
	while (file->f_ep) {
		struct eventpoll *ep = file->f_ep->ep;

		mutex_lock(&ep->mutex);
		remove_item(file->f_ep);
		mutex_unlock(&ep->mutex);
	}
	mutex_unlock(&ep_mutex);
}

/* ---- sets within sets ------------------------------------------------------ */

/* The longest row of sets below @ep, or more than MAX_NESTS if @top is there. */
static int depth_below(const struct eventpoll *ep, const struct eventpoll *top)
{
	struct rb_node *node;
	int depth = 0;

	if (ep == top)
		return MAX_NESTS + 1;
	for (node = rb_first(&ep->items); node; node = rb_next(node)) {
		const struct file *file =
			rb_entry(node, struct epitem, node)->file;

		if (is_eventpoll(file))
			depth = max(depth, 1 + depth_below(file->private_data,
							   top));
		if (depth > MAX_NESTS)
			break;
	}
	return depth;
}

static int depth_above(const struct eventpoll *ep)
{
	int depth = 0;

	for (struct epitem *item = ep->file->f_ep; item; item = item->next)
		depth = max(depth, 1 + depth_above(item->ep));
	return depth;
}

/* May the set in @file become a member of @ep? */
static bool would_nest(const struct eventpoll *ep, const struct file *file)
{
	return depth_below(file->private_data, ep) + 1 + depth_above(ep) <=
	       MAX_NESTS;
}

/* ---- epoll_ctl --------------------------------------------------------------- */

static int add_item(struct eventpoll *ep, struct file *file, int fd,
		    struct epoll_event *event)
{
	int err = 0;

	mutex_lock(&ep_mutex);
	if (is_eventpoll(file) && !would_nest(ep, file))
		err = -ELOOP;
	mutex_lock(&ep->mutex);
	if (!err && find_item(ep, file, fd))
		err = -EEXIST;
	if (!err)
		err = insert_item(ep, file, fd, event);
	mutex_unlock(&ep->mutex);
	mutex_unlock(&ep_mutex);
	return err;
}

static int delete_item(struct eventpoll *ep, struct file *file, int fd)
{
	struct epitem *item;

	mutex_lock(&ep_mutex);
	mutex_lock(&ep->mutex);
	item = find_item(ep, file, fd);
	if (item)
		remove_item(item);
	mutex_unlock(&ep->mutex);
	mutex_unlock(&ep_mutex);
	return item ? 0 : -ENOENT;
}

static int modify_item(struct eventpoll *ep, struct file *file, int fd,
		       const struct epoll_event *event)
{
	struct epitem *item;
	int err = 0;

	mutex_lock(&ep->mutex);
	item = find_item(ep, file, fd);
	if (!item) {
		err = -ENOENT;
	} else if (item->event.events & EPOLLEXCLUSIVE) {
		err = -EINVAL;
	} else {
		item->event = *event;
		look_at(item, NULL);
	}
	mutex_unlock(&ep->mutex);
	return err;
}

/* What @event may not say of @file. */
static int check_event(int op, const struct file *file,
		       const struct epoll_event *event)
{
	if (op == EPOLL_CTL_DEL || !(event->events & EPOLLEXCLUSIVE))
		return 0;
	if (op == EPOLL_CTL_MOD || is_eventpoll(file) ||
	    event->events & ~EP_EXCLUSIVE_OK)
		return -EINVAL;
	return 0;
}

static int control(struct file *epfile, int op, struct file *file, int fd,
		   struct epoll_event *event)
{
	struct eventpoll *ep = epfile->private_data;
	int err;

	if (!file->f_op->poll)
		return -EPERM;
	if (epfile == file || !is_eventpoll(epfile))
		return -EINVAL;
	err = check_event(op, file, event);
	if (err)
		return err;
	event->events |= POLLERR | POLLHUP;
	switch (op) {
	case EPOLL_CTL_ADD:
		return add_item(ep, file, fd, event);
	case EPOLL_CTL_DEL:
		return delete_item(ep, file, fd);
	case EPOLL_CTL_MOD:
		return modify_item(ep, file, fd, event);
	}
	return -EINVAL;
}

SYSCALL_DEFINE4(epoll_ctl, int, epfd, int, op, int, fd,
		struct epoll_event __user *, uevent)
{
	struct epoll_event event = { 0 };
	struct file *epfile, *file;
	int err = -EBADF;

	if (op != EPOLL_CTL_DEL &&
	    copy_from_user(&event, uevent, sizeof(event)))
		return -EFAULT;
	epfile = fget(epfd);
	file = fget(fd);
	if (epfile && file)
		err = control(epfile, op, file, fd, &event);
	fput(file);
	fput(epfile);
	return err;
}

/* ---- epoll_wait ---------------------------------------------------------------- */

/* Tell what is ready of @item. 1, 0 if nothing is, -EFAULT. */
static int tell_item(struct epitem *item, struct epoll_event __user *to)
{
	struct epoll_event event = item->event;

	unmark_ready(item);
	event.events = item_poll(item, NULL);
	if (!event.events)
		return 0;
	if (copy_to_user(to, &event, sizeof(event))) {
		mark_ready(item);
		return -EFAULT;
	}
	if (item->event.events & EPOLLONESHOT)
		item->event.events &= EP_PRIVATE;
	else if (!(item->event.events & EPOLLET))
		mark_ready(item);
	return 1;
}

static struct epitem *first_ready(struct eventpoll *ep)
{
	return list_empty(&ep->ready) ? NULL :
		list_first_entry(&ep->ready, struct epitem, ready);
}

/* Each that was ready when this began, once. Events told, or -EFAULT. */
static long tell_events(struct eventpoll *ep, struct epoll_event __user *events,
			int max)
{
	struct epitem *item, *last;
	long nr = 0;
	int told = 0;

	mutex_lock(&ep->mutex);
	last = list_empty(&ep->ready) ? NULL :
		list_entry(ep->ready.prev, struct epitem, ready);
	while (nr < max && (item = first_ready(ep))) {
		told = tell_item(item, events + nr);
		if (told < 0)
			break;
		nr += told;
		if (item == last)
			break;
	}
	mutex_unlock(&ep->mutex);
	/* Others who wait may have what is left. */
	if (!list_empty(&ep->ready))
		wake_up(&ep->wait);
	return nr ? nr : told < 0 ? told : 0;
}

/* Until there may be something, a signal comes or it is @end. */
static void ep_sleep(struct eventpoll *ep, u64 end)
{
	DEFINE_WAIT(wait);

	prepare_to_wait_exclusive(&ep->wait, &wait, TASK_INTERRUPTIBLE);
	if (list_empty(&ep->ready) && !signal_pending(current_task()))
		task_sleep_until(end);
	finish_wait(&ep->wait, &wait);
}

static long wait_for_events(struct eventpoll *ep,
			    struct epoll_event __user *events, int max, u64 ns)
{
	u64 end = ns && ns != ~0ull ? arch_clock_ns(false) + ns : ns;

	for (;;) {
		bool late = !ns || (end != ~0ull && arch_clock_ns(false) >= end);
		long nr = tell_events(ep, events, max);

		if (nr || late)
			return nr;
		if (signal_pending(current_task()))
			return -EINTR;
		ep_sleep(ep, end);
	}
}

static long do_epoll_wait(int epfd, struct epoll_event __user *events, int max,
			  u64 ns)
{
	struct file *file;
	long ret = -EINVAL;

	if (max <= 0 || max > MAX_EVENTS)
		return -EINVAL;
	if (!access_ok(events, max * sizeof(*events)))
		return -EFAULT;
	file = fget(epfd);
	if (!file)
		return -EBADF;
	if (is_eventpoll(file))
		ret = wait_for_events(file->private_data, events, max, ns);
	fput(file);
	return ret;
}

static u64 ms_to_ns(int ms)
{
	return ms < 0 ? ~0ull : (u64)ms * 1000000;
}

SYSCALL_DEFINE4(epoll_wait, int, epfd, struct epoll_event __user *, events,
		int, max, int, ms)
{
	return do_epoll_wait(epfd, events, max, ms_to_ns(ms));
}

SYSCALL_DEFINE6(epoll_pwait, int, epfd, struct epoll_event __user *, events,
		int, max, int, ms, const u64 __user *, mask, size_t, size)
{
	long ret = set_user_sigmask(mask, size);

	if (ret)
		return ret;
	ret = do_epoll_wait(epfd, events, max, ms_to_ns(ms));
	return restore_user_sigmask(ret, mask);
}

SYSCALL_DEFINE6(epoll_pwait2, int, epfd, struct epoll_event __user *, events,
		int, max, const struct __kernel_timespec __user *, ts,
		const u64 __user *, mask, size_t, size)
{
	u64 ns = ~0ull;
	long ret = ts ? get_duration(ts, &ns) : 0;

	if (!ret)
		ret = set_user_sigmask(mask, size);
	if (ret)
		return ret;
	ret = do_epoll_wait(epfd, events, max, ns);
	return restore_user_sigmask(ret, mask);
}

/* ---- the set as a file ----------------------------------------------------------- */

/* Readable if one of those marked is in fact ready; the others are unmarked. */
static unsigned int eventpoll_poll(struct file *file,
				   struct poll_table_struct *pt)
{
	struct eventpoll *ep = file->private_data;
	unsigned int mask = 0;
	struct epitem *item;

	poll_wait(file, &ep->poll_wait, pt);
	mutex_lock(&ep->mutex);
	while (!mask && (item = first_ready(ep))) {
		if (item_poll(item, NULL))
			mask = POLLIN | POLLRDNORM;
		else
			unmark_ready(item);
	}
	mutex_unlock(&ep->mutex);
	return mask;
}

static int eventpoll_close(struct inode *inode, struct file *file)
{
	struct eventpoll *ep = file->private_data;
	struct rb_node *node;

	mutex_lock(&ep_mutex);
	mutex_lock(&ep->mutex);
	while ((node = rb_first(&ep->items)))
		remove_item(rb_entry(node, struct epitem, node));
	mutex_unlock(&ep->mutex);
	mutex_unlock(&ep_mutex);
	kfree(ep);
	return 0;
}

static const struct file_operations eventpoll_fops = {
	.llseek		= noop_llseek,
	.poll		= eventpoll_poll,
	.release	= eventpoll_close,
};

static long do_epoll_create(int flags)
{
	struct eventpoll *ep;
	struct file *file;
	long fd;

	if (flags & ~EPOLL_CLOEXEC)
		return -EINVAL;
	ep = kzalloc(sizeof(*ep), GFP_KERNEL);
	if (!ep)
		return -ENOMEM;
	mutex_init(&ep->mutex);
	spin_lock_init(&ep->lock);
	ep->items = RB_ROOT;
	INIT_LIST_HEAD(&ep->ready);
	init_waitqueue_head(&ep->wait);
	init_waitqueue_head(&ep->poll_wait);
	file = anon_file("[eventpoll]", &eventpoll_fops, ep, O_RDWR);
	if (IS_ERR(file)) {
		kfree(ep);
		return PTR_ERR(file);
	}
	ep->file = file;
	fd = fd_install(current_task()->files, file, 0, flags & EPOLL_CLOEXEC);
	if (fd < 0)
		fput(file);
	return fd;
}

SYSCALL_DEFINE1(epoll_create, int, size)
{
	return size <= 0 ? -EINVAL : do_epoll_create(0);
}

SYSCALL_DEFINE1(epoll_create1, int, flags)
{
	return do_epoll_create(flags);
}
