/* SPDX-License-Identifier: MIT */
/*
 * msg.c - System V queues of messages.
 *
 * A queue holds msg_qbytes bytes and as many messages at most. All of them
 * together have a part of memory: beyond that there is none, -ENOMEM.
 *
 * Senders and receivers sleep on the queue and look again after each change.
 */
#include "internal.h"
#include <octavo/seq_file.h>

struct message {
	struct list_head node;
	long type;
	size_t size;
	char text[];
};

struct queue {
	struct ipc_object ipc;		/* first */
	struct list_head messages;
	unsigned long nr, bytes, limit;
	unsigned long long stime, rtime, ctime;
	pid_t last_sender, last_receiver;
	wait_queue_head_t wait;
	unsigned int changes;		/* the condition of the sleepers */
};

/* What is to be received. */
struct receive {
	size_t size;
	long type;
	int flags;
	struct message *msg;		/* found; a copy with MSG_COPY */
};

static unsigned long all_bytes;		/* of memory for messages */

#define queue_of(obj)	container_of(obj, struct queue, ipc)

static size_t memory_of(size_t size)
{
	return sizeof(struct message) + size;
}

static struct message *message_alloc(size_t size)
{
	struct message *msg;

	if (size > INT_MAX - sizeof(*msg) ||
	    all_bytes + memory_of(size) > totalram_pages() / 8 * PAGE_SIZE)
		return NULL;
	msg = kmalloc(memory_of(size), GFP_KERNEL);
	if (!msg)
		return NULL;
	msg->size = size;
	all_bytes += memory_of(size);
	return msg;
}

static void message_free(struct message *msg)
{
	if (!msg)
		return;
	all_bytes -= memory_of(msg->size);
	kfree(msg);
}

/* ---- queues -------------------------------------------------------------- */

static struct ipc_object *queue_create(s32 key, size_t size, int flags)
{
	struct queue *q = kzalloc(sizeof(*q), GFP_KERNEL);
	int err;

	if (!q)
		return ERR_PTR(-ENOMEM);
	err = ipc_add(&msg_ids, &q->ipc, key, flags);
	if (err) {
		kfree(q);
		return ERR_PTR(err);
	}
	INIT_LIST_HEAD(&q->messages);
	init_waitqueue_head(&q->wait);
	q->limit = ipc_limits.msgmnb;
	q->ctime = ipc_now();
	return &q->ipc;
}

static const struct ipc_ops msg_ops = { .create = queue_create };

static void queue_put(struct queue *q)
{
	struct message *msg, *next;

	if (--q->ipc.count)
		return;
	list_for_each_entry_safe(msg, next, &q->messages, node)
		message_free(msg);
	kfree(q);
}

static void queue_changed(struct queue *q)
{
	q->changes++;
	wake_up_all(&q->wait);
}

static void queue_destroy(struct queue *q)
{
	ipc_remove(&msg_ids, &q->ipc);
	queue_changed(q);
	queue_put(q);
}

void msg_exit(void)
{
	struct ipc_object *obj;
	unsigned long index;

	for_each_ipc(&msg_ids, index, obj)
		queue_destroy(queue_of(obj));
	xa_destroy(&msg_ids.objects);
}

SYSCALL_DEFINE2(msgget, s32, key, int, flags)
{
	return ipc_get(&msg_ids, &msg_ops, key, 0, flags);
}

/* Sleep until the queue changes. False: it is gone, or a signal came. */
static bool queue_wait(struct queue *q, long *err)
{
	const unsigned int before = q->changes;

	*err = wait_event_interruptible(q->wait,
					READ_ONCE(q->changes) != before);
	if (q->ipc.removed)
		*err = -EIDRM;
	else if (*err)
		*err = -ERESTARTNOHAND;
	return !*err;
}

/* ---- sending ------------------------------------------------------------- */

static bool has_room(const struct queue *q, size_t size)
{
	return q->bytes + size <= q->limit && q->nr + 1 <= q->limit;
}

/* 0: @msg is the queue's. */
static long enqueue(struct queue *q, struct message *msg, int flags)
{
	long err;

	do {
		if (!ipc_permitted(&q->ipc, S_IWUGO))
			return -EACCES;
		if (has_room(q, msg->size))
			break;
		if (flags & IPC_NOWAIT)
			return -EAGAIN;
	} while (queue_wait(q, &err));
	if (!has_room(q, msg->size) || q->ipc.removed)
		return err;
	list_add_tail(&msg->node, &q->messages);
	q->nr++;
	q->bytes += msg->size;
	q->stime = ipc_now();
	q->last_sender = current_task()->signal->pid;
	queue_changed(q);
	return 0;
}

static struct message *message_from_user(long type, const char __user *text,
					 size_t size)
{
	struct message *msg = message_alloc(size);

	if (!msg)
		return ERR_PTR(-ENOMEM);
	msg->type = type;
	if (copy_from_user(msg->text, text, size)) {
		message_free(msg);
		return ERR_PTR(-EFAULT);
	}
	return msg;
}

SYSCALL_DEFINE4(msgsnd, int, id, const long __user *, umsg, size_t, size,
		int, flags)
{
	struct ipc_object *obj;
	struct message *msg;
	long type, err;

	if (get_user(type, umsg))
		return -EFAULT;
	if (size > ipc_limits.msgmax || id < 0 || type < 1)
		return -EINVAL;
	msg = message_from_user(type, (const char __user *)(umsg + 1), size);
	if (IS_ERR(msg))
		return PTR_ERR(msg);
	obj = ipc_find(&msg_ids, id);
	if (!obj) {
		message_free(msg);
		return -EINVAL;
	}
	obj->count++;
	err = enqueue(queue_of(obj), msg, flags);
	queue_put(queue_of(obj));
	if (err)
		message_free(msg);
	return err;
}

/* ---- receiving ----------------------------------------------------------- */

/* NULL: there is none such. */
static struct message *find_message(const struct queue *q,
				    const struct receive *rc)
{
	unsigned long lowest = rc->type == LONG_MIN ? LONG_MAX :
						      (unsigned long)-rc->type;
	struct message *msg, *found = NULL;
	long n = 0;

	list_for_each_entry(msg, &q->messages, node) {
		if (rc->flags & MSG_COPY) {
			if (n++ == rc->type)
				return msg;
		} else if (rc->type < 0) {
			if ((unsigned long)msg->type > lowest ||
			    (found && msg->type >= found->type))
				continue;
			found = msg;
		} else if (!rc->type ||
			   (msg->type == rc->type) != !!(rc->flags & MSG_EXCEPT)) {
			return msg;
		}
	}
	return found;
}

static void unlink_message(struct queue *q, struct message *msg)
{
	list_del(&msg->node);
	q->nr--;
	q->bytes -= msg->size;
	q->rtime = ipc_now();
	q->last_receiver = current_task()->signal->pid;
	queue_changed(q);
}

/* One that fits, taken out or copied into rc->msg. */
static long take(struct queue *q, struct receive *rc, struct message *found)
{
	if (rc->size < found->size && !(rc->flags & MSG_NOERROR))
		return -E2BIG;
	if (!(rc->flags & MSG_COPY)) {
		unlink_message(q, found);
		rc->msg = found;
		return 0;
	}
	rc->msg->type = found->type;
	rc->size = min(rc->size, found->size);
	memcpy(rc->msg->text, found->text, rc->size);
	return 0;
}

static long dequeue(struct queue *q, struct receive *rc)
{
	struct message *found;
	long err;

	do {
		if (!ipc_permitted(&q->ipc, S_IRUGO))
			return -EACCES;
		found = find_message(q, rc);
		if (found)
			return take(q, rc, found);
		if (rc->flags & IPC_NOWAIT)
			return -ENOMSG;
	} while (queue_wait(q, &err));
	return err;
}

static long put_message(const struct message *msg, long __user *umsg,
			size_t size)
{
	if (put_user(msg->type, umsg) ||
	    copy_to_user(umsg + 1, msg->text, size))
		return -EFAULT;
	return (long)size;
}

static long receive(int id, long __user *umsg, struct receive *rc)
{
	struct ipc_object *obj = ipc_find(&msg_ids, id);
	long err;

	if (!obj)
		return -EINVAL;
	obj->count++;
	err = dequeue(queue_of(obj), rc);
	queue_put(queue_of(obj));
	if (err)
		return err;
	if (!(rc->flags & MSG_COPY))
		rc->size = min(rc->size, rc->msg->size);
	return put_message(rc->msg, umsg, rc->size);
}

SYSCALL_DEFINE5(msgrcv, int, id, long __user *, umsg, size_t, size, long, type,
		int, flags)
{
	struct receive rc = { .size = size, .type = type, .flags = flags };
	long ret;

	if (id < 0 || (long)size < 0)
		return -EINVAL;
	if (flags & MSG_COPY) {
		if (flags & MSG_EXCEPT || !(flags & IPC_NOWAIT))
			return -EINVAL;
		rc.size = min_t(size_t, size, ipc_limits.msgmax);
		rc.msg = message_alloc(rc.size);
		if (!rc.msg)
			return -ENOMEM;
	}
	ret = receive(id, umsg, &rc);
	message_free(rc.msg);
	return ret;
}

/* ---- msgctl(2) ----------------------------------------------------------- */

static long put_info(int cmd, void __user *to)
{
	struct msginfo info = {
		.msgpool = MSGMNI * (MSGMNB / 1024), .msgmap = MSGMNB,
		.msgmax = (int)ipc_limits.msgmax,
		.msgmnb = (int)ipc_limits.msgmnb,
		.msgmni = (int)ipc_limits.msgmni,
		.msgssz = 16, .msgtql = MSGMNB, .msgseg = 0xffff,
	};
	struct ipc_object *obj;
	unsigned long index;

	if (cmd == MSG_INFO) {
		info.msgpool = (int)msg_ids.in_use;
		info.msgmap = info.msgtql = 0;
		for_each_ipc(&msg_ids, index, obj) {
			info.msgmap += (int)queue_of(obj)->nr;
			info.msgtql += (int)queue_of(obj)->bytes;
		}
	}
	return copy_to_user(to, &info, sizeof(info)) ? -EFAULT :
						       ipc_highest(&msg_ids);
}

static long put_stat(int id, int cmd, void __user *to)
{
	const struct ipc_object *obj = cmd == IPC_STAT ?
		ipc_find(&msg_ids, id) : ipc_at(&msg_ids, id);
	const struct queue *q = queue_of(obj);
	struct msqid64_ds ds = { 0 };

	if (!obj)
		return -EINVAL;
	if (cmd != MSG_STAT_ANY && !ipc_permitted(obj, S_IRUGO))
		return -EACCES;
	ds.msg_perm = ipc_perm_of(obj);
	ipc_put_time(ds.msg_stime, q->stime);
	ipc_put_time(ds.msg_rtime, q->rtime);
	ipc_put_time(ds.msg_ctime, q->ctime);
	ds.msg_cbytes = q->bytes;
	ds.msg_qnum = q->nr;
	ds.msg_qbytes = q->limit;
	ds.msg_lspid = q->last_sender;
	ds.msg_lrpid = q->last_receiver;
	id = cmd == IPC_STAT ? 0 : obj->id;
	return copy_to_user(to, &ds, sizeof(ds)) ? -EFAULT : id;
}

static long queue_set(struct queue *q, const struct msqid64_ds *ds)
{
	int err;

	if (ds->msg_qbytes > ipc_limits.msgmnb && !capable())
		return -EPERM;
	err = ipc_set_perm(&q->ipc, &ds->msg_perm);
	if (err)
		return err;
	q->limit = ds->msg_qbytes;
	q->ctime = ipc_now();
	queue_changed(q);
	return 0;
}

static long queue_change(int id, int cmd, const void __user *from)
{
	struct msqid64_ds ds;
	struct ipc_object *obj;

	if (cmd == IPC_SET && copy_from_user(&ds, from, sizeof(ds)))
		return -EFAULT;
	obj = ipc_find(&msg_ids, id);
	if (!obj)
		return -EINVAL;
	if (!ipc_is_mine(obj))
		return -EPERM;
	if (cmd == IPC_SET)
		return queue_set(queue_of(obj), &ds);
	queue_destroy(queue_of(obj));
	return 0;
}

SYSCALL_DEFINE3(msgctl, int, id, int, cmd, void __user *, buf)
{
	if (id < 0)
		return -EINVAL;
	switch (cmd) {
	case IPC_INFO:
	case MSG_INFO:
		return put_info(cmd, buf);
	case IPC_STAT:
	case MSG_STAT:
	case MSG_STAT_ANY:
		return put_stat(id, cmd, buf);
	case IPC_RMID:
	case IPC_SET:
		return queue_change(id, cmd, buf);
	default:
		return -EINVAL;
	}
}

/* ---- /proc/sysvipc/msg --------------------------------------------------- */

int msg_show(struct seq_file *m, void *v)
{
	struct ipc_object *obj;
	unsigned long index;

	seq_puts(m, "       key      msqid perms      cbytes       qnum lspid lrpid   uid   gid  cuid  cgid      stime      rtime      ctime\n");
	for_each_ipc(&msg_ids, index, obj) {
		const struct queue *q = queue_of(obj);

		seq_printf(m, "%10d %10d  %4o  %10lu %10lu %5u %5u %5u %5u %5u %5u %10llu %10llu %10llu\n",
			   obj->key, obj->id, obj->mode, q->bytes, q->nr,
			   q->last_sender, q->last_receiver, obj->uid, obj->gid,
			   obj->cuid, obj->cgid, q->stime, q->rtime, q->ctime);
	}
	return 0;
}
