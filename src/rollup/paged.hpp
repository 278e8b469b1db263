#pragma once
#include <algorithm>
#include <array>
#include <cstddef>
#include <memory>
#include <span>
#include <vector>

namespace luoshi::rollup {

/// An array of numbers that never changes: a changed copy shares the pages it did not touch, so a version costs what it changes and
/// readers of the old one go on undisturbed. A page nobody wrote to is all zero and takes no memory.
template <class T>
class Paged {
public:
    static constexpr std::size_t kPage = 512;

    explicit Paged(std::size_t size = 0) : size_(size), pages_((size + kPage - 1) / kPage) {}

    std::size_t size() const { return size_; }
    T operator[](std::size_t at) const {
        const auto& page = pages_[at / kPage];
        return page ? (*page)[at % kPage] : T{};
    }
    /// Calls see(first, values) for each stretch of [first, last) that was written to.
    template <class See>
    void stretches(std::size_t first, std::size_t last, See&& see) const {
        while (first < last) {
            const std::size_t end = std::min(last, (first / kPage + 1) * kPage);
            if (const auto& page = pages_[first / kPage]) {
                see(first, std::span<const T>{page->data() + first % kPage, end - first});
            }
            first = end;
        }
    }
    /// Copies [first, first + out.size()).
    void copy(std::size_t first, std::span<T> out) const {
        for (std::size_t at = 0; at < out.size();) {
            const std::size_t size = std::min(out.size() - at, kPage - (first + at) % kPage);
            const auto to = out.subspan(at, size);
            if (const auto& page = pages_[(first + at) / kPage]) {
                std::copy_n(page->data() + (first + at) % kPage, size, to.data());
            } else {
                std::ranges::fill(to, T{});
            }
            at += size;
        }
    }
    std::size_t bytes() const {
        std::size_t written = 0;
        for (const auto& page : pages_) {
            written += page ? sizeof(Page) : 0;
        }
        return written + pages_.size() * sizeof(pages_[0]);
    }

    /// Makes a changed copy.
    class Writer {
    public:
        explicit Writer(const Paged& from) : made_(from), own_(from.pages_.size()) {}
        T& operator[](std::size_t at) {
            const std::size_t place = at / kPage;
            if (own_[place] == nullptr) {
                auto page = made_.pages_[place] ? std::make_shared<Page>(*made_.pages_[place]) : std::make_shared<Page>();
                own_[place] = page.get();
                made_.pages_[place] = std::move(page);
            }
            return (*own_[place])[at % kPage];
        }
        T at(std::size_t at) const { return made_[at]; }
        const Paged& so_far() const { return made_; }
        Paged done() && { return std::move(made_); }

    private:
        Paged made_;
        std::vector<std::array<T, kPage>*> own_;  ///< the pages this writer made
    };

private:
    using Page = std::array<T, kPage>;
    std::size_t size_;
    std::vector<std::shared_ptr<const Page>> pages_;
};

}  // namespace luoshi::rollup
