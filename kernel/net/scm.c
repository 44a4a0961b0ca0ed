/* SPDX-License-Identifier: MIT */
/*
 * scm.c - ancillary data: open files and credentials that go along with bytes.
 *
 *	sendmsg(2):  cmsghdr blocks -> struct scm_cookie -> sk_buff
 *	recvmsg(2):  sk_buff -> struct scm_cookie -> cmsghdr blocks, descriptors
 *
 * The last reference to a file on its way may be that of the message, and the
 * file a socket whose queue has more such messages, and so on without end. So
 * the files of a list are let go of by a loop: a list that comes up meanwhile is
 * left to the loop that already runs in this task.
 */
#include "internal.h"

/* ---- lists of files ----------------------------------------------------- */

/* A loop at work, on the stack of its task. */
struct scm_work {
	struct scm_work *next;
	const struct task_struct *task;
	struct scm_fp_list *todo;
};

static struct scm_work *workers;

static void put_files(struct scm_fp_list *fpl)
{
	for (unsigned int i = 0; i < fpl->count; i++)
		fput(fpl->fp[i]);
	kfree(fpl);
}

static void work(struct scm_fp_list *fpl)
{
	struct scm_work w = { workers, current, NULL }, **link = &workers;

	workers = &w;
	put_files(fpl);
	while ((fpl = w.todo)) {
		w.todo = fpl->next;
		put_files(fpl);
	}
	while (*link != &w)
		link = &(*link)->next;
	*link = w.next;
}

void scm_fp_free(struct scm_fp_list *fpl)
{
	struct scm_work *w = workers;

	if (!fpl)
		return;
	while (w && w->task != current)
		w = w->next;
	if (!w) {
		work(fpl);
		return;
	}
	fpl->next = w->todo;
	w->todo = fpl;
}

static struct scm_fp_list *fp_alloc(unsigned int room)
{
	struct scm_fp_list *fpl = kzalloc(sizeof(*fpl) +
					  room * sizeof(fpl->fp[0]), GFP_KERNEL);

	if (fpl)
		fpl->max = room;
	return fpl;
}

struct scm_fp_list *scm_fp_dup(const struct scm_fp_list *fpl)
{
	struct scm_fp_list *new = fp_alloc(fpl->count);

	if (!new)
		return NULL;
	new->count = fpl->count;
	for (unsigned int i = 0; i < fpl->count; i++)
		new->fp[i] = get_file(fpl->fp[i]);
	return new;
}

/* ---- sending ------------------------------------------------------------ */

/* Room for @nr more, also where there are some already. */
static int fp_room(struct scm_cookie *scm, unsigned int nr)
{
	struct scm_fp_list *fpl = scm->fp;

	if (!fpl) {
		scm->fp = fp_alloc(nr);
		return scm->fp ? 0 : -ENOMEM;
	}
	if (fpl->count + nr > SCM_MAX_FD)
		return -EINVAL;
	if (fpl->count + nr <= fpl->max)
		return 0;
	scm->fp = fp_alloc(SCM_MAX_FD);
	if (!scm->fp) {
		scm->fp = fpl;
		return -ENOMEM;
	}
	scm->fp->count = fpl->count;
	memcpy(scm->fp->fp, fpl->fp, fpl->count * sizeof(fpl->fp[0]));
	kfree(fpl);
	return 0;
}

static int take_files(struct scm_cookie *scm, const struct cmsghdr *cmsg)
{
	const int *fd = CMSG_DATA(cmsg);
	size_t nr = (cmsg->cmsg_len - sizeof(*cmsg)) / sizeof(int);
	int err;

	if (!nr)
		return 0;
	if (nr > SCM_MAX_FD)
		return -EINVAL;
	err = fp_room(scm, (unsigned int)nr);
	if (err)
		return err;
	while (nr--) {
		struct file *file = *fd < 0 ? NULL : fget_raw(*fd);

		if (!file)
			return -EBADF;
		scm->fp->fp[scm->fp->count++] = file;
		fd++;
	}
	return 0;
}

/* May the running thread say that it is @c? */
static int check_creds(const struct ucred *c)
{
	const struct task *task = current_task();
	struct signal_struct *sig;

	if (!capable() &&
	    ((pid_t)c->pid != task->signal->pid ||
	     (c->uid != task->uid && c->uid != task->euid &&
	      c->uid != task->suid) ||
	     (c->gid != task->gid && c->gid != task->egid &&
	      c->gid != task->sgid)))
		return -EPERM;
	if (c->uid == ~0u || c->gid == ~0u)
		return -EINVAL;
	lock_tasklist();
	sig = find_process((pid_t)c->pid);
	unlock_tasklist();
	return sig || (pid_t)c->pid == task->signal->pid ? 0 : -ESRCH;
}

static int take_creds(struct scm_cookie *scm, const struct cmsghdr *cmsg)
{
	struct ucred creds;
	int err;

	if (cmsg->cmsg_len != CMSG_LEN(sizeof(creds)))
		return -EINVAL;
	memcpy(&creds, CMSG_DATA(cmsg), sizeof(creds));
	err = check_creds(&creds);
	if (!err)
		scm->creds = creds;
	return err;
}

static int take_block(const struct msghdr *msg, const struct cmsghdr *cmsg,
		      struct scm_cookie *scm)
{
	if (!CMSG_OK(msg, cmsg))
		return -EINVAL;
	if (cmsg->cmsg_level != SOL_SOCKET)
		return 0;
	switch (cmsg->cmsg_type) {
	case SCM_RIGHTS:
		return take_files(scm, cmsg);
	case SCM_CREDENTIALS:
		return take_creds(scm, cmsg);
	}
	return -EINVAL;
}

int scm_send(struct msghdr *msg, struct scm_cookie *scm)
{
	struct cmsghdr *cmsg;
	int err = 0;

	*scm = (struct scm_cookie){ .creds = { 0, ~0u, ~0u } };
	if (!msg->msg_controllen)
		return 0;
	for_each_cmsghdr(cmsg, msg) {
		err = take_block(msg, cmsg, scm);
		if (err)
			break;
	}
	if (err)
		scm_destroy(scm);
	return err;
}

void scm_destroy(struct scm_cookie *scm)
{
	scm_fp_free(scm->fp);
	scm->fp = NULL;
}

/* ---- receiving ---------------------------------------------------------- */

/* @len bytes of a block have been filled in. */
static void used(struct msghdr *msg, size_t len)
{
	len = min(len, msg->msg_controllen);
	msg->msg_control_user = (char __user *)msg->msg_control_user + len;
	msg->msg_controllen -= len;
}

int put_cmsg(struct msghdr *msg, int level, int type, int len, const void *data)
{
	char __user *to = msg->msg_control_user;
	struct cmsghdr head = { CMSG_LEN(len), level, type };

	if (!to || msg->msg_controllen < sizeof(head)) {
		msg->msg_flags |= MSG_CTRUNC;
		return 0;
	}
	if (msg->msg_controllen < head.cmsg_len) {
		msg->msg_flags |= MSG_CTRUNC;
		head.cmsg_len = msg->msg_controllen;
	}
	if (copy_to_user(to, &head, sizeof(head)) ||
	    copy_to_user(to + sizeof(head), data, head.cmsg_len - sizeof(head)))
		return -EFAULT;
	used(msg, CMSG_SPACE(len));
	return 0;
}

/* A descriptor for @file, told at @to. 0 or -errno. */
static int receive_fd(struct file *file, int __user *to, bool cloexec)
{
	struct files_struct *files = current_task()->files;
	int fd = fd_install(files, get_file(file), 0, cloexec);

	if (fd < 0) {
		fput(file);
		return fd;
	}
	if (put_user(fd, to)) {
		fd_close(files, fd);
		return -EFAULT;
	}
	return 0;
}

static void put_fds(struct msghdr *msg, struct scm_fp_list *fpl, bool cloexec)
{
	char __user *to = msg->msg_control_user;
	size_t room = 0, nr = 0;

	if (msg->msg_controllen >= sizeof(struct cmsghdr))
		room = (msg->msg_controllen - sizeof(struct cmsghdr)) /
		       sizeof(int);
	room = min_t(size_t, room, fpl->count);
	while (nr < room &&
	       !receive_fd(fpl->fp[nr], (int __user *)(to +
				sizeof(struct cmsghdr)) + nr, cloexec))
		nr++;
	if (nr) {
		const struct cmsghdr head = {
			CMSG_LEN(nr * sizeof(int)), SOL_SOCKET, SCM_RIGHTS,
		};

		if (!copy_to_user(to, &head, sizeof(head)))
			used(msg, CMSG_SPACE(nr * sizeof(int)));
	}
	if (nr < fpl->count)
		msg->msg_flags |= MSG_CTRUNC;
}

void scm_recv(struct socket *sock, struct msghdr *msg, struct scm_cookie *scm,
	      int flags)
{
	const bool creds = sock_flag(sock->sk, SOCK_PASSCRED);
	struct ucred c = scm->creds;

	if (!msg->msg_control_user) {
		if (creds || scm->fp)
			msg->msg_flags |= MSG_CTRUNC;
		scm_destroy(scm);
		return;
	}
	if (c.uid == ~0u)
		c.uid = c.gid = OVERFLOW_ID;
	if (creds)
		put_cmsg(msg, SOL_SOCKET, SCM_CREDENTIALS, sizeof(c), &c);
	if (scm->fp)
		put_fds(msg, scm->fp, flags & MSG_CMSG_CLOEXEC);
	scm_destroy(scm);
}
