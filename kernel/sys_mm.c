/* SPDX-License-Identifier: MIT */
/*
 * sys_mm.c - system calls on the address space.
 */
#include "internal.h"
#include <uapi/mman.h>

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
	addr = err ? (unsigned long)err : vm_mmap(current->mm, req);
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
		return vm_mmap(current->mm, &req);
	return mmap_file(&req, fd);
}

SYSCALL_DEFINE2(munmap, unsigned long, addr, size_t, len)
{
	return vm_munmap(current->mm, addr, len);
}

SYSCALL_DEFINE3(mprotect, unsigned long, addr, size_t, len, unsigned long, prot)
{
	struct mm_struct *mm = current->mm;
	int err;

	mmap_write_lock(mm);
	err = do_mprotect(mm, addr, len, prot);
	mmap_write_unlock(mm);
	return err;
}

SYSCALL_DEFINE1(brk, unsigned long, brk)
{
	struct mm_struct *mm = current->mm;

	mmap_write_lock(mm);
	brk = do_brk(mm, brk);
	mmap_write_unlock(mm);
	return brk;
}

SYSCALL_DEFINE5(mremap, unsigned long, addr, unsigned long, old_len,
		unsigned long, new_len, unsigned long, flags,
		unsigned long, new_addr)
{
	struct mm_struct *mm = current->mm;

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

/* Pages are never written out, so they are as good as locked. */
static long check_locked(unsigned long addr, size_t len)
{
	struct vm_area_struct *vma;
	unsigned long end;
	long err = 0;

	if (!access_ok(addr, len))
		return -ENOMEM;
	end = ALIGN(addr + len, PAGE_SIZE);
	addr &= PAGE_MASK;
	mmap_read_lock(current->mm);
	while (!err && addr < end) {
		vma = vma_lookup(current->mm, addr);
		if (vma)
			addr = vma->vm_end;
		else
			err = -ENOMEM;
	}
	mmap_read_unlock(current->mm);
	return err;
}

SYSCALL_DEFINE2(mlock, unsigned long, addr, size_t, len)
{
	return check_locked(addr, len);
}

SYSCALL_DEFINE3(mlock2, unsigned long, addr, size_t, len, int, flags)
{
	return flags & ~1 ? -EINVAL : check_locked(addr, len);
}

SYSCALL_DEFINE2(munlock, unsigned long, addr, size_t, len)
{
	return check_locked(addr, len);
}

SYSCALL_DEFINE1(mlockall, int, flags)
{
	return !flags || flags & ~7 || flags == 4 ? -EINVAL : 0;
}

SYSCALL_DEFINE0(munlockall)
{
	return 0;
}
