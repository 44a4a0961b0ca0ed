/* SPDX-License-Identifier: MIT */
/*
 * sys_mm.c - system calls on the address space.
 */
#include "internal.h"
#include <uapi/mman.h>

void mm_set_limits(struct mm_struct *mm, const struct signal_struct *sig)
{
	const struct rlimit64 *rlim = sig->rlim;

	mm->limit.stack = min_t(u64, rlim[RLIMIT_STACK].rlim_cur,
				TASK_SIZE / 4);
	mm->limit.as = min_t(u64, rlim[RLIMIT_AS].rlim_cur, ULONG_MAX);
	mm->limit.data = min_t(u64, rlim[RLIMIT_DATA].rlim_cur, ULONG_MAX);
	mm->limit.memlock = capable() ? ULONG_MAX :
		min_t(u64, rlim[RLIMIT_MEMLOCK].rlim_cur, ULONG_MAX);
}

/* The limits are the process's: who shares its address space may have set
 * others there since. */
static struct mm_struct *mm_with_limits(void)
{
	mm_set_limits(current->mm, current_task()->signal);
	return current->mm;
}

/* The same for what locks nothing: alone, the process has set what is there. */
static struct mm_struct *mm_if_not_locked(void)
{
	struct mm_struct *mm = current->mm;

	if (unlikely(atomic_read(&mm->mm_users) != 1 || mm->def_flags))
		mm_set_limits(mm, current_task()->signal);
	return mm;
}

/* A device's ->mmap, in the form that do_mmap() calls it. */
static int device_mmap(struct vm_area_struct *vma)
{
	return vma->vm_file->f_op->mmap(vma->vm_file, vma);
}

static const struct vm_operations_struct device_vm_ops;

/* What the file says to a mapping: rights and who serves the faults. */
static int request_file(struct mmap_request *req, struct file *file)
{
	bool shared = (req->flags & MAP_TYPE) != MAP_PRIVATE;
	struct inode *inode = file->f_inode;

	if (!(req->flags & MAP_TYPE))
		return -EINVAL;
	if (!(file->f_mode & FMODE_READ))
		return -EACCES;
	if (shared && req->prot & PROT_WRITE && !(file->f_mode & FMODE_WRITE))
		return -EACCES;
	req->may = VM_MAYREAD | VM_MAYEXEC | VM_MAYWRITE;
	if (shared && !(file->f_mode & FMODE_WRITE))
		req->may &= ~VM_MAYWRITE;
	if (file->f_op == &zero_fops) {		/* anonymous by another name */
		req->flags |= MAP_ANONYMOUS;
		return 0;
	}
	req->vm_file = file;
	if (file->f_op->mmap) {
		req->vm_ops = &device_vm_ops;
		req->mmap = device_mmap;
		return 0;
	}
	if (file->f_op != &generic_file_operations)
		return -ENODEV;
	if (inode->i_seals && sealed_mmap(inode, req))
		return -EPERM;
	req->vm_ops = &generic_file_vm_ops;
	req->mapping = &inode->i_data;
	if (shared && file->f_mode & FMODE_WRITE)
		d_pin(file->f_dentry);
	return 0;
}

static long mmap_file(struct mmap_request *req, unsigned int fd)
{
	struct file *file = fget(fd);
	unsigned long addr;
	int err;

	if (!file)
		return -EBADF;
	err = req->len ? request_file(req, file) : -EINVAL;
	addr = err ? (unsigned long)err : vm_mmap(mm_with_limits(), req);
	if (IS_ERR_VALUE(addr) || !req->vm_file)
		fput(file);
	return addr;
}

long ksys_mmap_pgoff(unsigned long addr, size_t len, unsigned long prot,
		     unsigned long flags, unsigned int fd, unsigned long pgoff)
{
	struct mmap_request req = {
		.addr = addr, .len = len, .prot = prot, .flags = flags,
		.pgoff = pgoff,
	};

	if (flags & MAP_HUGETLB)
		return -ENOMEM;
	if (flags & MAP_ANONYMOUS)
		return vm_mmap(mm_with_limits(), &req);
	return mmap_file(&req, fd);
}

/* Show another part of the file at a range: a new mapping over the old one. */
static long remap_pages(unsigned long addr, size_t len, unsigned long pgoff)
{
	struct mmap_request req = {
		.addr = addr, .len = len, .pgoff = pgoff,
		.flags = MAP_SHARED | MAP_FIXED,
	};
	struct mm_struct *mm = current->mm;
	struct vm_area_struct *vma, old;
	unsigned long at = -EINVAL;

	mmap_write_lock(mm);
	vma = vma_lookup(mm, addr);
	if (vma && vma->vm_flags & VM_SHARED && vma->vm_mapping &&
	    vma->vm_file && vma->vm_ops && vma->vm_end - addr >= len) {
		req.prot = vma->vm_flags & VM_ACCESS_FLAGS;
		req.may = vma->vm_flags & VM_MAY_FLAGS & ~VM_MAYSHARE;
		req.vm_ops = vma->vm_ops;
		req.vm_file = vma->vm_file;
		req.mapping = vma->vm_mapping;
		req.private_data = vma->vm_private_data;
		/* What the new area holds, as a copy of the old one would. */
		old = *vma;
		get_file(old.vm_file);
		if (old.vm_ops->open)
			old.vm_ops->open(&old);
		at = do_mmap(mm, &req);
		if (IS_ERR_VALUE(at) && old.vm_ops->close)
			old.vm_ops->close(&old);
		if (IS_ERR_VALUE(at))
			fput(old.vm_file);
	}
	mmap_write_unlock(mm);
	return IS_ERR_VALUE(at) ? (long)at : 0;
}

SYSCALL_DEFINE5(remap_file_pages, unsigned long, addr, size_t, len,
		unsigned long, prot, unsigned long, pgoff, unsigned long, flags)
{
	addr &= PAGE_MASK;
	len &= PAGE_MASK;
	if (prot || addr + len <= addr ||
	    pgoff + (len >> PAGE_SHIFT) < pgoff)
		return -EINVAL;
	return remap_pages(addr, len, pgoff);
}

SYSCALL_DEFINE2(munmap, unsigned long, addr, size_t, len)
{
	return vm_munmap(current->mm, addr, len);
}

SYSCALL_DEFINE3(mprotect, unsigned long, addr, size_t, len, unsigned long, prot)
{
	struct mm_struct *mm = mm_if_not_locked();
	int err;

	mmap_write_lock(mm);
	err = do_mprotect(mm, addr, len, prot);
	mmap_write_unlock(mm);
	return err;
}

SYSCALL_DEFINE1(brk, unsigned long, brk)
{
	struct mm_struct *mm = mm_if_not_locked();

	mmap_write_lock(mm);
	brk = do_brk(mm, brk);
	mmap_write_unlock(mm);
	return brk;
}

SYSCALL_DEFINE5(mremap, unsigned long, addr, unsigned long, old_len,
		unsigned long, new_len, unsigned long, flags,
		unsigned long, new_addr)
{
	struct mm_struct *mm = mm_with_limits();

	mmap_write_lock(mm);
	addr = do_mremap(mm, addr, old_len, new_len, flags, new_addr);
	mmap_write_unlock(mm);
	return addr;
}

SYSCALL_DEFINE3(madvise, unsigned long, addr, size_t, len, int, advice)
{
	struct mm_struct *mm = current->mm;
	int err;

	mmap_write_lock(mm);
	err = do_madvise(mm, addr, len, advice);
	mmap_write_unlock(mm);
	return err;
}

SYSCALL_DEFINE3(msync, unsigned long, addr, size_t, len, int, flags)
{
	struct mm_struct *mm = current->mm;
	int err;

	mmap_read_lock(mm);
	err = do_msync(mm, addr, len, flags);
	mmap_read_unlock(mm);
	return err;
}

/* One page of answers at a time. */
SYSCALL_DEFINE3(mincore, unsigned long, addr, size_t, len,
		unsigned char __user *, vec)
{
	struct mm_struct *mm = current->mm;
	size_t pages = DIV_ROUND_UP(len, PAGE_SIZE);
	unsigned char *tmp;
	long err = 0;

	if (addr & ~PAGE_MASK)
		return -EINVAL;
	if (!access_ok(addr, len))
		return -ENOMEM;
	if (!access_ok(vec, pages))
		return -EFAULT;
	tmp = kmalloc(PAGE_SIZE, GFP_KERNEL);
	if (!tmp)
		return -ENOMEM;
	for (size_t done = 0; !err && done < pages; done += PAGE_SIZE) {
		size_t n = min(pages - done, PAGE_SIZE);

		mmap_read_lock(mm);
		err = do_mincore(mm, addr + (done << PAGE_SHIFT), n, tmp);
		mmap_read_unlock(mm);
		if (!err && copy_to_user(vec + done, tmp, n))
			err = -EFAULT;
	}
	kfree(tmp);
	return err;
}

/* ---- locked memory --------------------------------------------------------- */

static long mlock_range(unsigned long addr, size_t len, unsigned long flags)
{
	struct mm_struct *mm = mm_with_limits();
	size_t whole = len + (addr & ~PAGE_MASK);
	long err;

	mmap_write_lock(mm);
	err = do_mlock(mm, addr, len, flags);
	mmap_write_unlock(mm);
	if (!err && flags)
		err = vm_populate(mm, addr & PAGE_MASK, whole);
	return err;
}

SYSCALL_DEFINE2(mlock, unsigned long, addr, size_t, len)
{
	return mlock_range(addr, len, VM_LOCKED);
}

SYSCALL_DEFINE3(mlock2, unsigned long, addr, size_t, len, int, flags)
{
	if (flags & ~MLOCK_ONFAULT)
		return -EINVAL;
	return mlock_range(addr, len, flags ? VM_LOCKED_MASK : VM_LOCKED);
}

SYSCALL_DEFINE2(munlock, unsigned long, addr, size_t, len)
{
	return mlock_range(addr, len, 0);
}

/* Bring all in that can be; nobody is told of the rest. */
static void populate_all(struct mm_struct *mm)
{
	struct vm_area_struct *vma;
	unsigned long addr = 0, len;

	for (;; addr += len) {
		mmap_read_lock(mm);
		vma = find_vma(mm, addr);
		if (vma)
			addr = vma->vm_start;
		len = vma ? vma->vm_end - addr : 0;
		mmap_read_unlock(mm);
		if (!vma)
			return;
		vm_populate(mm, addr, len);
	}
}

SYSCALL_DEFINE1(mlockall, int, flags)
{
	struct mm_struct *mm = mm_with_limits();
	unsigned long mark = flags & MCL_ONFAULT ? VM_LOCKED_MASK : VM_LOCKED;
	long err = 0;

	if (!flags || flags & ~(MCL_CURRENT | MCL_FUTURE | MCL_ONFAULT) ||
	    flags == MCL_ONFAULT)
		return -EINVAL;
	mmap_write_lock(mm);
	if (!mm->limit.memlock)
		err = -EPERM;
	else if (flags & MCL_CURRENT &&
		 mm->total_vm > mm->limit.memlock >> PAGE_SHIFT)
		err = -ENOMEM;
	else
		do_mlockall(mm, flags & MCL_CURRENT ? mark : ~0ul,
			    flags & MCL_FUTURE ? mark : 0);
	mmap_write_unlock(mm);
	if (!err && flags & MCL_CURRENT)
		populate_all(mm);
	return err;
}

SYSCALL_DEFINE0(munlockall)
{
	struct mm_struct *mm = current->mm;

	mmap_write_lock(mm);
	do_mlockall(mm, 0, 0);
	mmap_write_unlock(mm);
	return 0;
}

/* ---- membarrier ------------------------------------------------------------ */

#define MEMBARRIER_CMD_GLOBAL			0x01
#define MEMBARRIER_CMD_GLOBAL_EXPEDITED		0x02
#define MEMBARRIER_CMD_REGISTER_GLOBAL		0x04
#define MEMBARRIER_CMD_PRIVATE			0x08
#define MEMBARRIER_CMD_REGISTER_PRIVATE		0x10
#define MEMBARRIER_CMD_SYNC_CORE		0x20
#define MEMBARRIER_CMD_REGISTER_SYNC_CORE	0x40
#define MEMBARRIER_CMDS				0x7f

/*
 * User code runs on one CPU, so a barrier here is one for all threads. A
 * command for the own process must have been registered for before; the bit
 * of a registration is the next after that of its command.
 */
SYSCALL_DEFINE3(membarrier, int, cmd, unsigned int, flags, int, cpu)
{
	struct mm_struct *mm = current->mm;

	if (flags)
		return -EINVAL;
	switch (cmd) {
	case 0:
		return MEMBARRIER_CMDS;
	case MEMBARRIER_CMD_REGISTER_GLOBAL:
	case MEMBARRIER_CMD_REGISTER_PRIVATE:
	case MEMBARRIER_CMD_REGISTER_SYNC_CORE:
		mm->membarrier |= (unsigned int)cmd;
		return 0;
	case MEMBARRIER_CMD_PRIVATE:
	case MEMBARRIER_CMD_SYNC_CORE:
		if (!(mm->membarrier & (unsigned int)cmd << 1))
			return -EPERM;
		break;
	case MEMBARRIER_CMD_GLOBAL:
	case MEMBARRIER_CMD_GLOBAL_EXPEDITED:
		break;
	default:
		return -EINVAL;
	}
	smp_mb();
	return 0;
}
